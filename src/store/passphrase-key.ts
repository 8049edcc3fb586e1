import { hashRaw } from '@node-rs/argon2';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { Result } from '../domain/result.ts';
import { err, ok } from '../domain/result.ts';
import { canonicalJson } from './canonical-json.ts';
import { KEY_SIZE_BYTES } from './cipher.ts';
import type { argon2CostsSchema, KeyFileError, PassphraseKeyFile } from './key-file.ts';
import { readKeyFile, writeKeyFile } from './key-file.ts';

export const MINIMUM_PASSPHRASE_LENGTH = 12;

/** RFC 9106 §4, second recommended option: 64 MiB, three passes (with one lane). */
const COSTS: z.infer<typeof argon2CostsSchema> = {
  memoryKiB: 65_536,
  passes: 3,
  lanes: 1,
};
const TAG_SIZE_BYTES = 16;

export type CreateKeyError = KeyFileError | 'passphrase-too-short';
export type UnlockKeyError = 'wrong-passphrase' | 'no-passphrase-key' | 'damaged';

/** Makes a random store key, wraps it with the passphrase and writes `key.json`. */
export async function createPassphraseKey(
  directory: string,
  passphrase: string,
): Promise<Result<Uint8Array, CreateKeyError>> {
  if (isTooShort(passphrase)) return err('passphrase-too-short');
  const key = randomBytes(KEY_SIZE_BYTES);
  const written = writeKeyFile(directory, await wrap(key, passphrase));
  return written.ok ? ok(key) : written;
}

/** The store key of a folder, from its passphrase. */
export async function unlockPassphraseKey(
  directory: string,
  passphrase: string,
): Promise<Result<Uint8Array, UnlockKeyError>> {
  const keyFile = readKeyFile(directory);
  if (!keyFile.ok) return keyFile;
  if (keyFile.value?.custody !== 'passphrase') return err('no-passphrase-key');
  const key = await unwrap(keyFile.value, passphrase);
  return key ? ok(key) : err('wrong-passphrase');
}

/** Wraps the same store key with another passphrase; the store itself stays as it is. */
export async function changePassphrase(
  directory: string,
  passphrases: { current: string; next: string },
): Promise<Result<void, CreateKeyError | UnlockKeyError>> {
  if (isTooShort(passphrases.next)) return err('passphrase-too-short');
  const key = await unlockPassphraseKey(directory, passphrases.current);
  if (!key.ok) return key;
  return writeKeyFile(directory, await wrap(key.value, passphrases.next), {
    replace: true,
  });
}

async function wrap(key: Uint8Array, passphrase: string): Promise<PassphraseKeyFile> {
  const header = {
    format: 'tram-key/1',
    custody: 'passphrase',
    argon2id: { ...COSTS, salt: randomBytes(16).toString('base64') },
  } as const;
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await derive(passphrase, header), nonce);
  cipher.setAAD(Buffer.from(canonicalJson(header)));
  const wrapped = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  return {
    ...header,
    nonce: nonce.toString('base64'),
    wrapped: wrapped.toString('base64'),
  };
}

/** Undefined when the tag does not verify: another passphrase, or the file was touched. */
async function unwrap(
  { nonce, wrapped, ...header }: PassphraseKeyFile,
  passphrase: string,
): Promise<Uint8Array | undefined> {
  const bytes = Buffer.from(wrapped, 'base64');
  const nonceBytes = Buffer.from(nonce, 'base64');
  if (bytes.length !== KEY_SIZE_BYTES + TAG_SIZE_BYTES || nonceBytes.length !== 12) {
    return undefined;
  }
  const derived = await derive(passphrase, header);
  const decipher = createDecipheriv('aes-256-gcm', derived, nonceBytes);
  decipher.setAAD(Buffer.from(canonicalJson(header)));
  decipher.setAuthTag(bytes.subarray(KEY_SIZE_BYTES));
  const key = decipher.update(bytes.subarray(0, KEY_SIZE_BYTES));
  try {
    decipher.final();
    return key;
  } catch {
    // The one thing that `final` can say of a GCM: the tag differs.
    return undefined;
  }
}

/** Diacritics count the same however the keyboard composed them. Argon2id is the library's default. */
function derive(
  passphrase: string,
  { argon2id }: Pick<PassphraseKeyFile, 'argon2id'>,
): Promise<Buffer> {
  return hashRaw(passphrase.normalize('NFC'), {
    memoryCost: argon2id.memoryKiB,
    timeCost: argon2id.passes,
    parallelism: argon2id.lanes,
    salt: Buffer.from(argon2id.salt, 'base64'),
    outputLen: 32,
  });
}

function isTooShort(passphrase: string): boolean {
  return [...passphrase.normalize('NFC')].length < MINIMUM_PASSPHRASE_LENGTH;
}
