/**
 * What some modules do otherwise than the family's manuals:
 * - `no-product-info`: it keeps silent when asked for its product information, or says another module's;
 * - `no-handshake`: it keeps silent on the handshake of the R503, so that each check of it takes long;
 * - `fixed-packet-size`: it accepts larger packets and then loses bytes of them.
 */
export const ZFM_QUIRKS = ['no-product-info', 'no-handshake', 'fixed-packet-size'] as const;
export type ZfmQuirk = (typeof ZFM_QUIRKS)[number];
