/** Branded identifiers: a dossier's id cannot be handed in where a capture's id is meant. */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** UUID of a dossier, made by the station; stays the same through all its versions. */
export type DossierId = Branded<'DossierId'>;
/** UUID of one biometric sample. */
export type CaptureId = Branded<'CaptureId'>;
/** UUID of one document of a dossier. */
export type DocumentId = Branded<'DocumentId'>;
/** UUID of a person who signs in. */
export type UserId = Branded<'UserId'>;
/** UUID of a shift at a site, line and seat. */
export type ShiftId = Branded<'ShiftId'>;
/** UUID of an end-of-day batch. */
export type BatchId = Branded<'BatchId'>;
/** Lower-case hexadecimal SHA-256 of a sealed packet. */
export type PacketId = Branded<'PacketId'>;
