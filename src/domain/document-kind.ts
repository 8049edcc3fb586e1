/** Papers a citizen brings along. */
export const DOCUMENT_KINDS = [
  'old-card',
  'birth-certificate',
  'residence-proof',
  'change-decision',
  'representative-paper',
  'other',
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];
