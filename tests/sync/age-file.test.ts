import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  Decrypter,
  Encrypter,
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from 'age-encryption';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decryptAgeFile, encryptAgeFile } from '../../src/sync/formats/age-file.ts';
import { hybridRecipient } from '../../src/sync/formats/age-hybrid-recipient.ts';
import { decodeBech32 } from '../../src/sync/formats/bech32.ts';

/** Around the edges of age's 64 KiB chunks. */
const LENGTHS = [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000];

async function openWithLibrary(identity: string, file: Uint8Array): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(file);
}

describe.for([
  { kind: 'hybrid', generate: generateHybridIdentity },
  { kind: 'classic', generate: generateX25519Identity },
])('an age file to a $kind recipient', ({ generate }) => {
  test('is opened by the age library, whatever its length', async () => {
    const identity = await generate();
    const recipient = await identityToRecipient(identity);
    for (const length of LENGTHS) {
      const plain = randomBytes(length);
      const file = await encryptAgeFile([recipient], [plain]);
      expect(Buffer.compare(await openWithLibrary(identity, file), plain)).toBe(0);
    }
  });

  test('made by the age library is opened by the ministry', async () => {
    const identity = await generate();
    const encrypter = new Encrypter();
    encrypter.addRecipient(await identityToRecipient(identity));
    for (const length of LENGTHS) {
      const plain = randomBytes(length);
      const opened = await decryptAgeFile([identity], await encrypter.encrypt(plain));
      expect(opened !== undefined && Buffer.compare(opened, plain) === 0).toBe(true);
    }
  });

  test('is the same plain text however it was cut into segments', async () => {
    const identity = await generate();
    const recipient = await identityToRecipient(identity);
    const pieces = fc.array(fc.integer({ min: 0, max: 70_000 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(pieces, async (lengths) => {
        const segments = lengths.map((length) => randomBytes(length));
        const opened = await decryptAgeFile(
          [identity],
          await encryptAgeFile([recipient], segments),
        );
        expect(opened !== undefined && Buffer.concat(segments).equals(opened)).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  test('is not opened once it was changed, cut, or lengthened', async () => {
    const identity = await generate();
    const file = await encryptAgeFile([await identityToRecipient(identity)], [randomBytes(70_000)]);
    const places = fc.integer({ min: 0, max: file.length - 1 });
    await fc.assert(
      fc.asyncProperty(places, async (place) => {
        const changed = Uint8Array.from(file);
        changed[place] = (changed[place] ?? 0) ^ 1;
        expect(await decryptAgeFile([identity], changed)).toBeUndefined();
        expect(await decryptAgeFile([identity], file.subarray(0, place))).toBeUndefined();
      }),
      { numRuns: 30 },
    );
    const longer = Buffer.concat([file, Buffer.alloc(1)]);
    expect(await decryptAgeFile([identity], longer)).toBeUndefined();
    expect(await decryptAgeFile([await generate()], file)).toBeUndefined();
  });
});

test('each of several recipients of both kinds opens the file', async () => {
  const identities = [await generateHybridIdentity(), await generateX25519Identity()];
  const recipients = await Promise.all(identities.map((identity) => identityToRecipient(identity)));
  const file = await encryptAgeFile(recipients, [Buffer.from('hồ sơ')]);
  for (const identity of identities) {
    expect(Buffer.from(await openWithLibrary(identity, file)).toString()).toBe('hồ sơ');
  }
});

test('the age program opens a classic file', async (context) => {
  if (!existsSync('/usr/bin/age')) context.skip('the age program is not installed');
  const directory = await mkdtemp(join(tmpdir(), 'tram-age-'));
  try {
    const identity = await generateX25519Identity();
    const identityFile = join(directory, 'identity.txt');
    await writeFile(identityFile, `${identity}\n`, { mode: 0o600 });
    const plain = randomBytes(200_000);
    const input = await encryptAgeFile([await identityToRecipient(identity)], [plain]);
    expect(execFileSync('age', ['-d', '-i', identityFile], { input }).equals(plain)).toBe(true);
  } finally {
    await rm(directory, { recursive: true });
  }
});

test('the encapsulation of OpenSSL is used for hybrid recipients, and for no others', async () => {
  const hybrid = await identityToRecipient(await generateHybridIdentity());
  const classic = await identityToRecipient(await generateX25519Identity());
  expect(hybridRecipient(hybrid)).toBeDefined();
  expect(hybridRecipient(classic)).toBeUndefined();
  const otherEnd = hybrid.endsWith('q') ? 'p' : 'q';
  expect(hybridRecipient(`${hybrid.slice(0, -1)}${otherEnd}`)).toBeUndefined();
});

test('a runtime without the native cipher seals and opens all the same', () => {
  const script = fileURLToPath(new URL('support/without-native-cipher.ts', import.meta.url));
  const output = execFileSync(process.execPath, [script]).toString();
  expect(JSON.parse(output)).toEqual([true, true, true, true]);
});

test('Bech32 with one letter changed is not read', async () => {
  const recipient = await identityToRecipient(await generateX25519Identity());
  expect(decodeBech32(recipient)?.prefix).toBe('age');
  const places = fc.integer({ min: 4, max: recipient.length - 1 });
  fc.assert(
    fc.property(places, (place) => {
      const other = recipient[place] === 'q' ? 'p' : 'q';
      const changed = recipient.slice(0, place) + other + recipient.slice(place + 1);
      expect(decodeBech32(changed)).toBeUndefined();
    }),
  );
});
