import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import type { Result } from '../domain/result.ts';
import { err, ok } from '../domain/result.ts';
import { writeDurably } from '../durable/file.ts';

const STORE_KEY_BYTES = 32;
const KEY_FILE = 'key-os.json';
/** What the station itself writes: its presence without ours means that it keeps the key. */
const STORE_FILES = ['tram.db', 'key.json'];

const keyFileSchema = z.strictObject({
  format: z.literal('tram-os-key/1'),
  custody: z.literal('os-key-store'),
  /** Which key store wrapped it: `gnome_libsecret`, `kwallet6`, `dpapi`, `keychain`… */
  backend: z.string(),
  /** The store key, base64, as the operating system wrapped it, base64. */
  wrapped: z.base64(),
});
type KeyFile = z.infer<typeof keyFileSchema>;

/** The part of Electron's `safeStorage` that custody needs; the asynchronous half is newer. */
export type KeyStore = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'encryptString' | 'decryptString'
> &
  Partial<
    Pick<
      SafeStorage,
      | 'getSelectedStorageBackend'
      | 'isAsyncEncryptionAvailable'
      | 'encryptStringAsync'
      | 'decryptStringAsync'
    >
  >;

export type CustodyError =
  /** The key was wrapped by a key store that is not the one in use now. */
  | { readonly code: 'backend-changed'; readonly was: string; readonly is: string }
  /** The key store is there but does not open the key (another user, another machine). */
  | { readonly code: 'cannot-unwrap'; readonly backend: string }
  | { readonly code: 'key-file-damaged' };

/**
 * The store's key as the operating system's key store keeps it: made on the first run, unwrapped on
 * every later one.
 *
 * Null when the station is to keep its key itself, under a passphrase: because it already does, or
 * because there is no key store worth the name (Linux without one falls back to `basic_text`, a fixed
 * password in Chromium's source).
 * @param directory the data folder; it exists
 */
export async function storeKeyOf(
  directory: string,
  keyStore: KeyStore,
  platform: NodeJS.Platform,
): Promise<Result<Uint8Array | null, CustodyError>> {
  const path = join(directory, KEY_FILE);
  const backend = await trustworthyBackend(keyStore, platform);
  if (existsSync(path)) {
    const kept = readKeyFile(path);
    return kept ? unwrap(path, kept, backend, keyStore) : err({ code: 'key-file-damaged' });
  }
  const stationKeepsIt = STORE_FILES.some((name) => existsSync(join(directory, name)));
  if (backend === undefined || stationKeepsIt) return ok(null);
  return ok(await makeKey(path, backend, keyStore));
}

/** True when this folder's key lies with an operating system: real records, never training. */
export function isKeptByOperatingSystem(directory: string): boolean {
  return existsSync(join(directory, KEY_FILE));
}

/** Undefined when what there is would keep the key no better than a plain file. */
export async function trustworthyBackend(
  keyStore: KeyStore,
  platform: NodeJS.Platform,
): Promise<string | undefined> {
  const available = keyStore.isAsyncEncryptionAvailable
    ? await keyStore.isAsyncEncryptionAvailable()
    : keyStore.isEncryptionAvailable();
  if (!available) return undefined;
  if (platform === 'win32') return 'dpapi';
  if (platform === 'darwin') return 'keychain';
  const backend = keyStore.getSelectedStorageBackend?.();
  return backend && TRUSTED_LINUX_BACKENDS.has(backend) ? backend : undefined;
}
const TRUSTED_LINUX_BACKENDS = new Set(['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6']);

async function makeKey(path: string, backend: string, keyStore: KeyStore): Promise<Uint8Array> {
  const key = randomBytes(STORE_KEY_BYTES);
  const wrapped = await wrap(keyStore, key.toString('base64'));
  writeKeyFile(path, backend, wrapped);
  return key;
}

async function unwrap(
  path: string,
  kept: KeyFile,
  backend: string | undefined,
  keyStore: KeyStore,
): Promise<Result<Uint8Array, CustodyError>> {
  if (kept.backend !== backend) {
    return err({ code: 'backend-changed', was: kept.backend, is: backend ?? 'none' });
  }
  const opened = await open(keyStore, Buffer.from(kept.wrapped, 'base64'));
  const key = opened && Buffer.from(opened.text, 'base64');
  if (key?.byteLength !== STORE_KEY_BYTES) return err({ code: 'cannot-unwrap', backend });
  if (opened?.wrapAgain) writeKeyFile(path, backend, await wrap(keyStore, opened.text));
  return ok(key);
}

async function wrap(keyStore: KeyStore, text: string): Promise<Buffer> {
  return keyStore.encryptStringAsync
    ? keyStore.encryptStringAsync(text)
    : keyStore.encryptString(text);
}

async function open(
  keyStore: KeyStore,
  wrapped: Buffer,
): Promise<{ text: string; wrapAgain: boolean } | undefined> {
  try {
    if (!keyStore.decryptStringAsync) {
      return { text: keyStore.decryptString(wrapped), wrapAgain: false };
    }
    const { result, shouldReEncrypt } = await keyStore.decryptStringAsync(wrapped);
    return { text: result, wrapAgain: shouldReEncrypt };
  } catch (error) {
    // The key store's refusal is an Error without a code: the one thing that can be told is that.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function readKeyFile(path: string): KeyFile | undefined {
  try {
    return keyFileSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function writeKeyFile(path: string, backend: string, wrapped: Buffer): void {
  const file: KeyFile = {
    format: 'tram-os-key/1',
    custody: 'os-key-store',
    backend,
    wrapped: wrapped.toString('base64'),
  };
  writeDurably('key', path, `${JSON.stringify(file, undefined, 2)}\n`);
}
