import type { GroupDraft } from '../../../domain/dossier-data.ts';
import { textAt } from './group-data.ts';

/** Under 14 the representative must be named (the group alone does not know the age). */
export function representativeErrors(data: GroupDraft): Readonly<Record<string, string>> {
  return {
    ...(textAt(data, 'representative.fullName') === '' && {
      'representative.fullName': 'required',
    }),
    ...(textAt(data, 'representativeRelation') === '' && { representativeRelation: 'required' }),
  };
}

export function noExtraErrors(): Readonly<Record<string, string>> {
  return NONE;
}

const NONE = {};
