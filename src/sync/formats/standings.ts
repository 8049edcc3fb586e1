import { z } from 'zod';
import { instantSchema, stationIdSchema, unitIdSchema } from './identifiers.ts';

/** Answer of `GET /v1/units/{unitId}/standings`: how the stations of one unit stand. */
export const standingsSchema = z.strictObject({
  unitId: unitIdSchema,
  asOf: instantSchema,
  stations: z.array(
    z.strictObject({
      stationId: stationIdSchema,
      /** Packets checked, durable and counted. */
      packetsReceived: z.int().min(0),
      /** Distinct dossiers with an accepted version. */
      dossiersAccepted: z.int().min(0),
      /** Packets that were returned with a reason. */
      packetsReturned: z.int().min(0),
    }),
  ),
});
export type Standings = z.infer<typeof standingsSchema>;
