import { z } from 'zod';
import type { Step } from '../../../src/durable/step.ts';

/** What befalls a station, once at every step of which the file of steps does not tell yet. */
export const faultSchema = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('die') }),
  z.strictObject({
    act: z.literal('fail'),
    /** What the operating system calls it: `EIO`, `ENOSPC`. */
    code: z.string(),
  }),
  z.strictObject({ act: z.literal('stall'), stallMs: z.int().min(1) }),
]);
export type Fault = z.infer<typeof faultSchema>;

/** `store.commit dossier.confirmed before`; the same for one act and for several of its kind. */
export function nameOfStep({ point, what, when: instant }: Step): string {
  const acts = [...new Set(what.split(' '))];
  return [point, ...acts, instant].filter((part) => part !== '').join(' ');
}
