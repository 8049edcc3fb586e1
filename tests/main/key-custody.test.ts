import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { KeyStore } from '../../src/main/key-custody.ts';
import { isKeptByOperatingSystem, storeKeyOf } from '../../src/main/key-custody.ts';
import { temporaryFolder } from './temporary-folder.ts';

type Backend = ReturnType<NonNullable<KeyStore['getSelectedStorageBackend']>>;

/** A key store of an operating system with a secret of its own; it really encrypts. */
class UserKeyStore implements KeyStore {
  readonly #secret = randomBytes(32);
  backend: Backend;

  constructor(backend: Backend = 'gnome_libsecret') {
    this.backend = backend;
  }

  isEncryptionAvailable(): boolean {
    return true;
  }

  getSelectedStorageBackend(): Backend {
    return this.backend;
  }

  encryptString(text: string): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#secret, nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  decryptString(wrapped: Buffer): string {
    const decipher = createDecipheriv('aes-256-gcm', this.#secret, wrapped.subarray(0, 12));
    decipher.setAuthTag(wrapped.subarray(12, 28));
    return decipher.update(wrapped.subarray(28)).toString() + decipher.final('utf8');
  }
}

/** As of Electron 42: the asynchronous half, and a key that has been rotated. */
class RotatingKeyStore extends UserKeyStore {
  rotated = false;
  isAsyncEncryptionAvailable = (): Promise<boolean> => Promise.resolve(true);
  encryptStringAsync = (text: string): Promise<Buffer> => Promise.resolve(this.encryptString(text));
  decryptStringAsync = (wrapped: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> =>
    Promise.resolve({ result: this.decryptString(wrapped), shouldReEncrypt: this.rotated });
}

async function keyIn(folder: string, keyStore: KeyStore): Promise<Uint8Array> {
  const key = await storeKeyOf(folder, keyStore, 'linux');
  if (!key.ok || !key.value) throw new Error(JSON.stringify(key));
  return key.value;
}

test('the key is made once and comes back on every later run', async () => {
  const folder = temporaryFolder();
  const keyStore = new UserKeyStore();
  const first = await keyIn(folder, keyStore);
  expect(first).toHaveLength(32);
  expect(await keyIn(folder, keyStore)).toEqual(first);
  expect(isKeptByOperatingSystem(folder)).toBe(true);
});

test('the file shows the key to nobody but the key store, and only its owner reads the file', async () => {
  const folder = temporaryFolder();
  const key = Buffer.from(await keyIn(folder, new UserKeyStore()));
  const path = join(folder, 'key-os.json');
  const file = readFileSync(path);
  for (const spelling of ['hex', 'base64'] as const) {
    expect(file.includes(key.toString(spelling))).toBe(false);
  }
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['key-os.json']);
});

test.each(['basic_text', 'unknown'] as const)(
  '%s is no key store: the station keeps its key',
  async (backend) => {
    const folder = temporaryFolder();
    expect(await storeKeyOf(folder, new UserKeyStore(backend), 'linux')).toEqual({
      ok: true,
      value: null,
    });
    expect(existsSync(join(folder, 'key-os.json'))).toBe(false);
  },
);

test('a folder whose key the station keeps already is left to it', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'key.json'), '{}');
  expect(await storeKeyOf(folder, new UserKeyStore(), 'linux')).toEqual({ ok: true, value: null });
  expect(isKeptByOperatingSystem(folder)).toBe(false);
});

test('another key store than the one that wrapped the key is told apart', async () => {
  const folder = temporaryFolder();
  const keyStore = new UserKeyStore();
  await keyIn(folder, keyStore);
  keyStore.backend = 'kwallet6';
  expect(await storeKeyOf(folder, keyStore, 'linux')).toEqual({
    ok: false,
    error: { code: 'backend-changed', was: 'gnome_libsecret', is: 'kwallet6' },
  });
  keyStore.backend = 'basic_text';
  expect(await storeKeyOf(folder, keyStore, 'linux')).toMatchObject({
    error: { code: 'backend-changed', is: 'none' },
  });
});

test('the key store of another user does not open the key', async () => {
  const folder = temporaryFolder();
  await keyIn(folder, new UserKeyStore());
  expect(await storeKeyOf(folder, new UserKeyStore(), 'linux')).toEqual({
    ok: false,
    error: { code: 'cannot-unwrap', backend: 'gnome_libsecret' },
  });
});

test.each(['', '{', '{"format":"tram-os-key/1"}'])(
  'a damaged key file is said to be so: %j',
  async (text) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'key-os.json'), text);
    expect(await storeKeyOf(folder, new UserKeyStore(), 'linux')).toEqual({
      ok: false,
      error: { code: 'key-file-damaged' },
    });
  },
);

test('a rotated key store wraps the same key again', async () => {
  const folder = temporaryFolder();
  const keyStore = new RotatingKeyStore();
  const key = await keyIn(folder, keyStore);
  const before = readFileSync(join(folder, 'key-os.json'), 'utf8');
  keyStore.rotated = true;
  expect(await keyIn(folder, keyStore)).toEqual(key);
  expect(readFileSync(join(folder, 'key-os.json'), 'utf8')).not.toBe(before);
  keyStore.rotated = false;
  expect(await keyIn(folder, keyStore)).toEqual(key);
});
