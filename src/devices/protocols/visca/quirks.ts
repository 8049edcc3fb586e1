/**
 * What some cameras do otherwise than the EVI-D manuals:
 * - `no-speed-inquiry`: it keeps silent when asked for its fastest speeds; those of its model hold.
 */
export const VISCA_QUIRKS = ['no-speed-inquiry'] as const;
export type ViscaQuirk = (typeof VISCA_QUIRKS)[number];
