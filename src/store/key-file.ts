import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Result } from '../domain/result.ts';
import { err, ok } from '../domain/result.ts';
import { writeDurably } from '../durable/file.ts';
import { isDiskFull } from './sqlite-errors.ts';

const FILE_NAME = 'key.json';
const base64 = z.base64().max(4096);

/** Costs of argon2id (RFC 9106); the bounds keep a forged file from asking too little or too much. */
export const argon2CostsSchema = z.strictObject({
  memoryKiB: z.int().min(65_536).max(1_048_576),
  passes: z.int().min(3).max(16),
  lanes: z.int().min(1).max(4),
});

export const passphraseKeyFileSchema = z.strictObject({
  format: z.literal('tram-key/1'),
  custody: z.literal('passphrase'),
  argon2id: z.strictObject({ ...argon2CostsSchema.shape, salt: base64 }),
  /** AES-256-GCM over the 32-byte store key; its tag is the last 16 bytes of `wrapped`. */
  nonce: base64,
  wrapped: base64,
});
export type PassphraseKeyFile = z.infer<typeof passphraseKeyFileSchema>;

/** Who keeps the key of a data folder's store: `key.json` beside it. */
const keyFileSchema = z.discriminatedUnion('custody', [
  passphraseKeyFileSchema,
  z.strictObject({
    format: z.literal('tram-key/1'),
    custody: z.literal('training'),
  }),
]);
export type KeyFile = z.infer<typeof keyFileSchema>;

export type KeyFileError = 'already-exists' | 'disk-full';

/** Undefined when the folder has none yet; `damaged` when it is not what was written. */
export function readKeyFile(directory: string): Result<KeyFile | undefined, 'damaged'> {
  const path = join(directory, FILE_NAME);
  if (!existsSync(path)) return ok(undefined);
  try {
    const parsed = keyFileSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? ok(parsed.data) : err('damaged');
  } catch (error) {
    if (error instanceof SyntaxError) return err('damaged');
    throw error;
  }
}

/** Durable before it returns. A key file is replaced only when asked: losing it loses the store. */
export function writeKeyFile(
  directory: string,
  keyFile: KeyFile,
  options: { replace?: boolean } = {},
): Result<void, KeyFileError> {
  const path = join(directory, FILE_NAME);
  if (!options.replace && existsSync(path)) return err('already-exists');
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeDurably('key', path, `${JSON.stringify(keyFile, undefined, 2)}\n`);
    return ok(undefined);
  } catch (error) {
    if (isDiskFull(error)) return err('disk-full');
    throw error;
  }
}
