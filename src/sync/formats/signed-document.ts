import { z } from 'zod';
import { compactJwsSchema } from './identifiers.ts';

/** Body in which policy and master data come: a compact JWS signed with a receipt key. */
export const signedDocumentSchema = z.strictObject({ document: compactJwsSchema });
