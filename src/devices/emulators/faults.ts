/**
 * Everything that can be ordered to go wrong with an emulated device. What happens on the way of an answer is applied in
 * one place for all of them (`line-faults.ts`); what happens in a device is part of its state machine. The schemas are
 * what an emulator's process takes over its message channel.
 */
import { z } from 'zod';

const count = z.number().int().positive().optional();

/** When a fault on the way strikes. */
const schedule = {
  /** How many answers it strikes; all until it is cleared, when absent. */
  answers: count,
  /** How many answers are good before. */
  after: z.number().int().nonnegative().optional(),
  /** It strikes only every so many answers. */
  every: count,
};

const garbage = z.strictObject({ kind: z.literal('garbage'), ...schedule });
const truncated = z.strictObject({
  kind: z.literal('truncated'),
  keptBytes: z.number().int().nonnegative(),
  ...schedule,
});
const badChecksum = z.strictObject({ kind: z.literal('bad-checksum'), ...schedule });
const duplicate = z.strictObject({ kind: z.literal('duplicate'), ...schedule });
const repeat = z.strictObject({ kind: z.literal('repeat'), ...schedule });
const merged = z.strictObject({ kind: z.literal('merged'), ...schedule });
const silence = z.strictObject({ kind: z.literal('silence'), ...schedule });
const slow = z.strictObject({
  kind: z.literal('slow'),
  delayMs: z.number().int().positive(),
  ...schedule,
});
const echo = z.strictObject({ kind: z.literal('echo'), ...schedule });

/** What every wire can do to what goes over it. */
const ON_EVERY_WIRE = [garbage, truncated, duplicate, repeat, merged, silence, slow, echo] as const;

/**
 * What goes wrong with answers on their way; an answer is one packet, one frame or one HID report.
 * - `garbage`: nonsense of the same length instead;
 * - `truncated`: only the first bytes come;
 * - `bad-checksum`: the last byte is wrong;
 * - `duplicate`: it comes twice;
 * - `repeat`: it comes once more before the next one, as from a bridge that keeps an old buffer;
 * - `merged`: it waits for the next one, and both come in one piece;
 * - `silence`: it does not come;
 * - `slow`: it comes late, and those after it behind it;
 * - `echo`: what the host says comes back to it (here `answers` counts what the host says).
 */
export const lineFaultSchema = z.discriminatedUnion('kind', [...ON_EVERY_WIRE, badChecksum]);
export type LineFault = z.infer<typeof lineFaultSchema>;

/** It says that it is another version, or a device of another make of its family. */
const wrongFirmware = z.strictObject({ kind: z.literal('wrong-firmware') });

/** It has no time for the next so many commands; for all until it is cleared, when absent. */
const busy = z.strictObject({ kind: z.literal('busy'), commands: count });

/** The sensor does not see the finger that lies on it. */
const noFinger = z.strictObject({ kind: z.literal('no-finger') });

/** What the sensor saw last it sees for good: a dirty window, a print that was left on it. */
const stuckFinger = z.strictObject({ kind: z.literal('stuck-finger') });

/** Every finger is laid on so, whatever the order to lay it on says. */
const poorPrints = z.strictObject({
  kind: z.literal('poor-prints'),
  condition: z.enum(['wet', 'dry']),
});

export const zfmDeviceFaultSchema = z.discriminatedUnion('kind', [
  wrongFirmware,
  busy,
  noFinger,
  stuckFinger,
]);
export type ZfmDeviceFault = z.infer<typeof zfmDeviceFaultSchema>;

export function isZfmDeviceFault(fault: ZfmFault): fault is ZfmDeviceFault {
  return zfmDeviceFaultSchema.options.some(({ shape }) => shape.kind.value === fault.kind);
}

export const zfmFaultSchema = z.discriminatedUnion('kind', [
  ...lineFaultSchema.options,
  ...zfmDeviceFaultSchema.options,
  poorPrints,
]);
export type ZfmFault = z.infer<typeof zfmFaultSchema>;

/** The frames of both kinds of camera have no checksum that could be wrong. */
export const cameraFaultSchema = z.discriminatedUnion('kind', [
  ...ON_EVERY_WIRE,
  wrongFirmware,
  busy,
]);
export type CameraFault = z.infer<typeof cameraFaultSchema>;
export type CameraDeviceFault = z.infer<typeof wrongFirmware> | z.infer<typeof busy>;

export function isCameraDeviceFault(fault: CameraFault): fault is CameraDeviceFault {
  return fault.kind === 'wrong-firmware' || fault.kind === 'busy';
}
