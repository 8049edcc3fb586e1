import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  changePassphrase,
  createPassphraseKey,
  createTrainingKey,
  hashPassword,
  isTrainingKey,
  readKeyFile,
  TRAINING_KEY,
  unlockPassphraseKey,
  verifyPassword,
} from '../../src/store/index.ts';
import { emptyFolder, must } from './support/station.ts';

const passphrase = 'một câu dài khó đoán';

test('the passphrase gives the key of the store back, and no other passphrase does', async () => {
  const directory = emptyFolder();
  const key = must(await createPassphraseKey(directory, passphrase));
  expect(key).toHaveLength(32);
  const composedOtherwise = passphrase.normalize('NFD');
  expect(must(await unlockPassphraseKey(directory, composedOtherwise))).toEqual(key);
  expect(await unlockPassphraseKey(directory, `${passphrase}.`)).toEqual({
    ok: false,
    error: 'wrong-passphrase',
  });
  const file = readFileSync(join(directory, 'key.json'));
  expect(file.includes(Buffer.from(key))).toBe(false);
  expect(file.includes(Buffer.from(key).toString('base64'))).toBe(false);
});

test('a key is never written over by another one', async () => {
  const directory = emptyFolder();
  must(await createPassphraseKey(directory, passphrase));
  const before = readFileSync(join(directory, 'key.json'));
  const exists = { ok: false, error: 'already-exists' };
  expect(await createPassphraseKey(directory, passphrase)).toEqual(exists);
  expect(createTrainingKey(directory)).toEqual(exists);
  expect(readFileSync(join(directory, 'key.json'))).toEqual(before);
});

test('a new passphrase opens the same key, and the old one no longer does', async () => {
  const directory = emptyFolder();
  const key = must(await createPassphraseKey(directory, passphrase));
  const next = 'một câu khác cũng dài';
  expect(await changePassphrase(directory, { current: 'something else', next })).toEqual({
    ok: false,
    error: 'wrong-passphrase',
  });
  must(await changePassphrase(directory, { current: passphrase, next }));
  expect(must(await unlockPassphraseKey(directory, next))).toEqual(key);
  expect((await unlockPassphraseKey(directory, passphrase)).ok).toBe(false);
});

test('a passphrase that is too short is refused before anything is written', async () => {
  const directory = emptyFolder();
  expect(await createPassphraseKey(directory, 'ngắn quá')).toEqual({
    ok: false,
    error: 'passphrase-too-short',
  });
  expect(must(readKeyFile(directory))).toBeUndefined();
});

test('a key file that asks for cheaper hashing, or is not whole, is damaged', async () => {
  const directory = emptyFolder();
  must(await createPassphraseKey(directory, passphrase));
  const path = join(directory, 'key.json');
  const text = readFileSync(path, 'utf8');
  for (const content of [text.replace('65536', '1024'), text.slice(0, -20), '{}']) {
    writeFileSync(path, content);
    expect(readKeyFile(directory)).toEqual({ ok: false, error: 'damaged' });
    expect(await unlockPassphraseKey(directory, passphrase)).toEqual({
      ok: false,
      error: 'damaged',
    });
  }
  // The costs are bound to the wrapped key: they cannot be exchanged unseen.
  writeFileSync(path, text.replace('"passes": 3', '"passes": 4'));
  expect((await unlockPassphraseKey(directory, passphrase)).ok).toBe(false);
});

test('a folder of training says so, and its key is known as such', () => {
  const directory = emptyFolder();
  expect(must(createTrainingKey(directory))).toEqual(TRAINING_KEY);
  expect(must(readKeyFile(directory))).toEqual({ format: 'tram-key/1', custody: 'training' });
  expect(isTrainingKey(TRAINING_KEY)).toBe(true);
  expect(isTrainingKey(new Uint8Array(32))).toBe(false);
});

test('a folder whose key no passphrase wraps has nothing to unlock', async () => {
  const nothing = { ok: false, error: 'no-passphrase-key' };
  const directory = emptyFolder();
  expect(await unlockPassphraseKey(directory, passphrase)).toEqual(nothing);
  must(createTrainingKey(directory));
  expect(await unlockPassphraseKey(directory, passphrase)).toEqual(nothing);
});

test('a password is known again, and never from its hash', async () => {
  const passwordHash = await hashPassword('mật khẩu');
  expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=47104,t=2,p=1\$/);
  expect(await verifyPassword(passwordHash, 'mật khẩu'.normalize('NFD'))).toBe(true);
  expect(await verifyPassword(passwordHash, 'mat khau')).toBe(false);
  expect(await hashPassword('mật khẩu')).not.toBe(passwordHash);
});

test('a login that nobody has is refused with any password', async () => {
  expect(await verifyPassword(undefined, '')).toBe(false);
  expect(await verifyPassword(undefined, 'mật khẩu')).toBe(false);
});
