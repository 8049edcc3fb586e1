import { z } from 'zod';
import { NAMED_DRIVERS } from '../domain/named-device.ts';
import type { Result } from '../domain/result.ts';
import type { StationError } from './errors.ts';
import { stationErrorSchema } from './errors.ts';
import { bytesSchema } from './bytes.ts';

/**
 * The messages between the shell (or the CLI) and the station process, over whichever message channel
 * the host has: the IPC of a child process or the port of a utility process.
 */
export const bootSchema = z.strictObject({
  type: z.literal('boot'),
  /** The folder that holds everything the station keeps. */
  dataDirectory: z.string().min(1),
  /** The folder with `migrations` and `resources`. */
  applicationDirectory: z.string().min(1),
  training: z.boolean(),
  version: z.string(),
  /** The store's key from the operating system's key store; null when the station keeps it itself. */
  storeKey: bytesSchema.nullable(),
  /** Names one run of the window: a station restarted under it goes on with the same session. */
  shellNonce: z.string().min(16),
  /** Devices on serial ports that do not say what is behind them. */
  namedDevices: z
    .array(z.strictObject({ driver: z.enum(NAMED_DRIVERS), port: z.string().min(1) }))
    .exactOptional(),
  /** Training and unattended days. */
  emulation: z.strictObject({
    /** Starts the emulated scanner and the simulated citizen. */
    scanner: z.boolean(),
    pace: z.enum(['real', 'none']),
    /** Folder with 500-ppi PNG prints that the emulated scanner shows instead of synthetic ones. */
    printsDirectory: z.string().nullable(),
    seed: z.int(),
    /** Starts the embedded ministry and enrols with it. */
    ministry: z.boolean(),
    /** Kind of the embedded ministry's key; null keeps that of its folder (hybrid in a new one). */
    sealingKey: z.enum(['hybrid', 'classic']).nullable(),
  }),
});
export type Boot = z.infer<typeof bootSchema>;

export const callSchema = z.strictObject({
  type: z.literal('call'),
  id: z.int(),
  name: z.string().max(64),
  input: z.unknown(),
});
export type Call = z.infer<typeof callSchema>;

/** From the host to the station. */
export const toStationSchema = z.discriminatedUnion('type', [
  bootSchema,
  callSchema,
  z.strictObject({ type: z.literal('stop') }),
]);
export type ToStation = z.infer<typeof toStationSchema>;

/** From the station to the host. */
export const fromStationSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({
    type: z.literal('answer'),
    id: z.int(),
    result: z.union([
      z.strictObject({ ok: z.literal(true), value: z.unknown() }),
      z.strictObject({ ok: z.literal(false), error: stationErrorSchema }),
    ]),
  }),
  z.strictObject({ type: z.literal('event'), name: z.string(), payload: z.unknown() }),
  z.strictObject({ type: z.literal('stopped') }),
]);
export type FromStation = z.infer<typeof fromStationSchema>;

export type Answer<T> = Result<T, StationError>;
