import { z } from 'zod';

/** Schemas for columns, shared by the row schemas of the repositories. */

/** An identifier of one kind: the brand keeps kinds apart at compile time. */
export function idColumn<Id extends string>(): z.ZodType<Id> {
  return z.custom<Id>((value) => typeof value === 'string' && value !== '');
}

/** Milliseconds since 1970. */
export const instantColumn = z.int();

/** 0 or 1. */
export const flagColumn = z.literal([0, 1]).transform((value) => value === 1);

/** Lower-case hexadecimal SHA-256. */
export const sha256Column = z.string().regex(/^[0-9a-f]{64}$/);

export const blobColumn = z.instanceof(Uint8Array);

/** JSON text that holds what `schema` describes. */
export function jsonColumn<Content extends z.ZodType>(schema: Content) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);
}

/** Rows of `SELECT count(*) AS count`. */
export const countRow = z.strictObject({ count: z.int() });
