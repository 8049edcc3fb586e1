import { z } from 'zod';

/** Bytes of an image or a file as they cross a process boundary (structured clone). */
export const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
