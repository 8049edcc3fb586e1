/**
 * What the citizen asks for, and the legal reason for it.
 * Source: Law on Identity 26/2023/QH15 Art. 19 (first issue), Art. 21 and 24.1 (renewal), Art. 24.2
 * (re-issue).
 */
export const LEGAL_REASONS = {
  'first-issue': ['reached-14', 'first-under-14', 'first-adult'],
  renewal: [
    'age-milestone',
    'name-or-birth-date-changed',
    'features-changed',
    'biometrics-added',
    'sex-changed',
    'printing-error',
    'unit-merger',
    'number-re-established',
    'on-request',
    'old-card-replaced',
  ],
  reissue: ['lost', 'damaged', 'nationality-regained'],
} as const;

export type ApplicationType = keyof typeof LEGAL_REASONS;
export type LegalReason = (typeof LEGAL_REASONS)[ApplicationType][number];

export const APPLICATION_TYPES = [
  'first-issue',
  'renewal',
  'reissue',
] as const satisfies readonly ApplicationType[];

export const ALL_LEGAL_REASONS: readonly LegalReason[] = Object.values(LEGAL_REASONS).flat();

/** True when the reason belongs to the type. */
export function isReasonFor(type: ApplicationType, reason: LegalReason): boolean {
  return (LEGAL_REASONS[type] as readonly LegalReason[]).includes(reason);
}
