/**
 * What a fingerprint scanner can take: one plain print, one rolled print (nail to nail), or several plain prints at
 * once in the sequence 4-4-2.
 */
export const FINGERPRINT_ABILITIES = ['single-plain', 'single-rolled', 'slaps-4-4-2'] as const;
export type FingerprintAbility = (typeof FINGERPRINT_ABILITIES)[number];
