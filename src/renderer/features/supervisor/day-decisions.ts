import type { DossierSummary, StateCounts } from './types.ts';

/** What the supervisor does next, in the order of the day. */
export type NextAct = 'approve-all' | 'send' | 'fetch-receipts' | 'none';

export function nextAct(counts: StateCounts): NextAct {
  if (counts.captured > 0) return 'approve-all';
  if (counts.approved + counts.sealed > 0) return 'send';
  return counts.sent > 0 ? 'fetch-receipts' : 'none';
}

/** The dossiers that a decision is about: those ticked, else the one that lies open. Only captured ones. */
export function dossiersToDecide(
  dossiers: readonly DossierSummary[],
  ticked: ReadonlySet<string>,
  openId: string | null,
): string[] {
  const waiting = dossiers.filter((dossier) => dossier.state === 'captured');
  const chosen = waiting.filter((dossier) => ticked.has(dossier.dossierId));
  const about =
    chosen.length > 0 ? chosen : waiting.filter(({ dossierId }) => dossierId === openId);
  return about.map((dossier) => dossier.dossierId);
}

/** The line `by` places further down the list (negative: up), or undefined at its end. */
export function neighbourOf(
  dossiers: readonly DossierSummary[],
  dossierId: string | null,
  by: number,
): string | undefined {
  const index = dossiers.findIndex((dossier) => dossier.dossierId === dossierId);
  return index === -1 ? undefined : dossiers[index + by]?.dossierId;
}

/** After these were decided: the next dossier down the list that waits, else the first that does. */
export function nextToJudge(
  dossiers: readonly DossierSummary[],
  openId: string,
  decided: readonly string[],
): string | null {
  const index = dossiers.findIndex((dossier) => dossier.dossierId === openId);
  const inOrder = [...dossiers.slice(index + 1), ...dossiers.slice(0, index + 1)];
  const next = inOrder.find(
    ({ dossierId, state }) => state === 'captured' && !decided.includes(dossierId),
  );
  return next?.dossierId ?? null;
}
