import { timingSafeEqual } from 'node:crypto';
import { writeKeyFile } from './key-file.ts';
import type { KeyFileError } from './key-file.ts';
import type { Result } from '../domain/result.ts';

/**
 * The key of every training store: 32 bytes of ASCII that say what they are. It is public, protects
 * nothing, and a store under it is marked as training for ever.
 */
export const TRAINING_KEY: Uint8Array = new TextEncoder().encode(
  'TRAM TRAINING KEY - NOT A SECRET',
);

export function isTrainingKey(key: Uint8Array): boolean {
  return key.length === TRAINING_KEY.length && timingSafeEqual(key, TRAINING_KEY);
}

/** Marks a new data folder as one of training. */
export function createTrainingKey(directory: string): Result<Uint8Array, KeyFileError> {
  const written = writeKeyFile(directory, {
    format: 'tram-key/1',
    custody: 'training',
  });
  return written.ok ? { ok: true, value: TRAINING_KEY } : written;
}
