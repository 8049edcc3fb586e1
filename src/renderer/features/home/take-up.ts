import type { DossierState } from '../../../domain/dossier-state.ts';

/** The states in which an officer goes on with a dossier; in all others there is only its slip. */
export const TO_TAKE_UP: DossierState[] = ['draft', 'returned'];

export function canTakeUp({ state }: { readonly state: DossierState }): boolean {
  return TO_TAKE_UP.includes(state);
}
