import { z } from 'zod';
import { instantSchema } from './identifiers.ts';

const code = z.string().min(1).max(16);
const name = z.string().min(1).max(200);

/** Lists that the ministry keeps for all stations. */
export const masterDataListsSchema = z.strictObject({
  provinces: z.array(z.strictObject({ code, name })).max(100),
  communes: z.array(z.strictObject({ code, name, provinceCode: code })).max(20_000),
});

/** Payload of the signed master data, `tram-master-data/1`. */
export const masterDataSchema = masterDataListsSchema.extend({
  format: z.literal('tram-master-data/1'),
  /** SHA-256 of the lists: equal revisions are equal lists. */
  revision: z.string().min(1).max(128),
  issuedAt: instantSchema,
});
export type MasterData = z.infer<typeof masterDataSchema>;
