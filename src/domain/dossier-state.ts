/**
 * A dossier's life, as one table. Every arrow is one transaction; what the table does not list is
 * refused.
 *
 *   draft → captured → approved → sealed → sent → acknowledged → purged
 *             ↘ draft (sent back)            ↘ returned → draft (next version, same dossier)
 */
export const DOSSIER_STATES = [
  'draft',
  'captured',
  'approved',
  'sealed',
  'sent',
  'acknowledged',
  'returned',
  'purged',
] as const;
export type DossierState = (typeof DOSSIER_STATES)[number];

export const DOSSIER_TRANSITIONS = {
  /** The citizen has checked the record and the officer confirms it. */
  confirm: { from: 'draft', to: 'captured' },
  /** The supervisor sends it back to the line before it was ever sealed. */
  sendBack: { from: 'captured', to: 'draft' },
  approve: { from: 'captured', to: 'approved' },
  seal: { from: 'approved', to: 'sealed' },
  /** The packet's file is lost or damaged and the ministry does not have it: sealed anew. */
  unseal: { from: 'sealed', to: 'approved' },
  send: { from: 'sealed', to: 'sent' },
  /** A verified receipt: accepted. */
  acknowledge: { from: 'sent', to: 'acknowledged' },
  /** A verified receipt: returned with a reason. */
  return: { from: 'sent', to: 'returned' },
  /** The line takes a returned dossier up again, as its next version. */
  reopen: { from: 'returned', to: 'draft' },
  /** The images leave the store after the retention time. */
  purge: { from: 'acknowledged', to: 'purged' },
} as const satisfies Record<string, { from: DossierState; to: DossierState }>;

export type DossierTransition = keyof typeof DOSSIER_TRANSITIONS;

/** The state that `transition` leads to from `state`, or undefined when the table does not allow it. */
export function nextState(
  state: DossierState,
  transition: DossierTransition,
): DossierState | undefined {
  const arrow = DOSSIER_TRANSITIONS[transition];
  return arrow.from === state ? arrow.to : undefined;
}

/** States in which a dossier that was once captured still waits for the ministry's receipt. */
export function isOutstanding(state: DossierState): boolean {
  return state !== 'acknowledged' && state !== 'purged';
}
