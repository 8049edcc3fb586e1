import type { IncidentView } from '../../../contract/views.ts';

/** Open ones first, then those that were closed; each the last seen first. */
export function incidentsInOrder(
  incidents: readonly IncidentView[],
  shown: 'open' | 'all',
): readonly IncidentView[] {
  const newestFirst = incidents.toSorted((one, other) => seenLast(other) - seenLast(one));
  const open = newestFirst.filter(({ resolvedAt }) => resolvedAt === null);
  if (shown === 'open') return open;
  return [...open, ...newestFirst.filter(({ resolvedAt }) => resolvedAt !== null)];
}

/** The one that lies open: the chosen one as long as it is shown, else the first. */
export function incidentToShow(
  inOrder: readonly IncidentView[],
  chosenId: string | null,
): IncidentView | undefined {
  return inOrder.find(({ incidentId }) => incidentId === chosenId) ?? inOrder[0];
}

function seenLast({ at, lastSeenAt }: IncidentView): number {
  return lastSeenAt ?? at;
}
