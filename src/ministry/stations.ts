import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { stationIdSchema, unitIdSchema } from '../sync/formats/identifiers.ts';
import { publicSigningKeySchema } from '../sync/formats/signing-key.ts';
import type { PublicSigningKey } from '../sync/formats/signing-key.ts';

const stationRowSchema = z.object({
  stationId: stationIdSchema,
  unitId: unitIdSchema,
  signingKey: z.string().transform((text) => publicSigningKeySchema.parse(JSON.parse(text))),
  enrolmentCodeHash: z.string(),
});

export type EnrolledStation = {
  readonly stationId: string;
  readonly unitId: string;
  readonly signingKey: PublicSigningKey;
  readonly enrolmentCodeHash: string;
};

/** The enrolled station of this id. */
export function findStation(
  database: DatabaseSync,
  stationId: string,
): EnrolledStation | undefined {
  const row = database
    .prepare(
      'SELECT stationId, unitId, signingKey, enrolmentCodeHash FROM stations WHERE stationId = ?',
    )
    .get(stationId);
  return row === undefined ? undefined : stationRowSchema.parse(row);
}
