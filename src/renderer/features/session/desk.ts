import { create } from 'zustand';

/** What is laid open on the desk: view state only, nothing that must be kept. */
interface Desk {
  /** The officer is entering a new dossier's number; `scanned` when a card's QR started it. */
  readonly newDossier: { readonly scanned: string | null } | null;
  readonly handingOver: boolean;
  readonly helpShown: boolean;
}

export const useDesk = create<Desk>(() => ({
  newDossier: null,
  handingOver: false,
  helpShown: false,
}));
