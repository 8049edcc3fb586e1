import type { CapturePlan } from './capture-plan.ts';
import type { DataGroup } from './dossier-data.ts';
import { DATA_GROUPS, groupErrors } from './dossier-data.ts';

/** What still stands between a draft and its confirmation. */
export type MissingItem =
  | { readonly kind: 'group'; readonly group: DataGroup }
  | { readonly kind: 'representative' }
  | { readonly kind: 'fingerprints' }
  | { readonly kind: 'portrait' };

/** An empty list means that the citizen can check the record and the officer can confirm it. */
export function missingItems(dossier: {
  groups: Readonly<Partial<Record<DataGroup, unknown>>>;
  plan: CapturePlan;
  portraitRequired: boolean;
  hasPortrait: boolean;
  representativeRequired: boolean;
}): MissingItem[] {
  const missing: MissingItem[] = DATA_GROUPS.filter(
    (group) => Object.keys(groupErrors(group, dossier.groups[group])).length > 0,
  ).map((group) => ({ kind: 'group', group }));
  if (dossier.representativeRequired && !hasRepresentative(dossier.groups.family)) {
    missing.push({ kind: 'representative' });
  }
  if (!dossier.plan.complete) missing.push({ kind: 'fingerprints' });
  if (dossier.portraitRequired && !dossier.hasPortrait) missing.push({ kind: 'portrait' });
  return missing;
}

function hasRepresentative(family: unknown): boolean {
  if (typeof family !== 'object' || family === null || !('representative' in family)) return false;
  const { representative } = family;
  return (
    typeof representative === 'object' &&
    representative !== null &&
    'fullName' in representative &&
    representative.fullName !== ''
  );
}
