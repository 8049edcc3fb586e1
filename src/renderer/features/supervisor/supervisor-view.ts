import { create } from 'zustand';
import type { DossierState } from '../../../domain/dossier-state.ts';

export const SUPERVISOR_PLACES = ['day', 'connection', 'people'] as const;
export type SupervisorPlace = (typeof SUPERVISOR_PLACES)[number];

interface SupervisorView {
  readonly place: SupervisorPlace;
  /** Shows only dossiers in this state; null for all. */
  readonly filter: DossierState | null;
  /** The dossier that lies open at the side. */
  readonly openId: string | null;
  readonly ticked: ReadonlySet<string>;
}

/** View state of the supervisor's place: nothing that must be kept. */
export const useSupervisorView = create<SupervisorView>(() => ({
  place: 'day',
  filter: null,
  openId: null,
  ticked: new Set(),
}));

export function tick(dossierIds: readonly string[], ticked: boolean): void {
  useSupervisorView.setState((view) => {
    const next = new Set(view.ticked);
    for (const dossierId of dossierIds) {
      if (ticked) next.add(dossierId);
      else next.delete(dossierId);
    }
    return { ticked: next };
  });
}
