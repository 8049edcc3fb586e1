import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPacketArchive, writePacketArchive } from '../../src/sync/formats/packet-archive.ts';
import type { PacketContent } from '../../src/sync/formats/packet-archive.ts';
import { readTar, writeTar } from '../../src/sync/formats/tar-archive.ts';

function content(files: readonly Uint8Array[]): PacketContent {
  return {
    stationId: 'ST-01',
    dossierId: 'd-1',
    dossierNumber: 'HS-1',
    version: 1,
    createdAt: '2026-03-02T10:00:00.000Z',
    dossierJson: Buffer.from('{"dossierId":"d-1"}'),
    files: files.map((bytes, index) => ({
      name: `fingerprints/${index}.png`,
      mediaType: 'image/png',
      bytes,
    })),
  };
}

const anyFiles = fc.array(fc.uint8Array({ maxLength: 2000 }), { maxLength: 6 });

describe('a packet archive', () => {
  test('the same content gives the same bytes, and reads back as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(anyFiles, async (files) => {
        const archive = Buffer.concat(await writePacketArchive(content(files)));
        expect(Buffer.concat(await writePacketArchive(content(files))).equals(archive)).toBe(true);
        const opened = readPacketArchive(archive);
        expect(opened.ok).toBe(true);
        if (!opened.ok) return;
        expect([...opened.value.files.keys()].slice(1)).toEqual(
          files.map((_, index) => `fingerprints/${index}.png`),
        );
        for (const [index, bytes] of files.entries()) {
          const read = opened.value.files.get(`fingerprints/${index}.png`) ?? Buffer.alloc(0);
          expect(Buffer.compare(read, bytes)).toBe(0);
        }
      }),
    );
  });

  test('one changed bit in a file is noticed by its hash', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 900 }),
        fc.nat(),
        async (bytes, place) => {
          const archive = Buffer.concat(await writePacketArchive(content([bytes])));
          const start = archive.length - 1024 - Math.ceil(bytes.length / 512) * 512;
          const index = start + (place % bytes.length);
          archive[index] = (archive[index] ?? 0) ^ 4;
          expect(readPacketArchive(archive)).toEqual({ ok: false, error: 'wrong-file-hash' });
        },
      ),
    );
  });

  test('a cut archive never reads as whole', async () => {
    const archive = Buffer.concat(await writePacketArchive(content([Buffer.alloc(700, 1)])));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: archive.length - 1 }), (length) => {
        expect(readPacketArchive(archive.subarray(0, length)).ok).toBe(false);
      }),
    );
  });

  test('manifest and record come first, and the tar of the system lists them', async () => {
    const archive = Buffer.concat(await writePacketArchive(content([Buffer.from('a')])));
    const listing = execFileSync('tar', ['-tvf', '-'], { input: archive, env: { TZ: 'UTC' } });
    expect(
      listing
        .toString()
        .trim()
        .split('\n')
        .map((line) => line.split(/ +/).at(-1)),
    ).toEqual(['manifest.json', 'dossier.json', 'fingerprints/0.png']);
  });

  test.for(['../outside.png', '/etc/passwd', 'a//b', '.hidden', 'manifest.json', 'dossier.json'])(
    'the name %s is not packed',
    async (name) => {
      const file = { name, mediaType: 'image/png', bytes: new Uint8Array(1) };
      await expect(writePacketArchive({ ...content([]), files: [file] })).rejects.toThrow();
    },
  );

  test('links and other special entries are not read', () => {
    const archive = Buffer.concat(writeTar([{ name: 'a', bytes: new Uint8Array(0) }]));
    archive.write('2', 156);
    const sum = archive
      .subarray(0, 512)
      .reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
    archive.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    expect(readTar(archive)).toEqual({ ok: false, error: 'unsupported-entry' });
  });

  test('files beyond those of the manifest are not accepted', async () => {
    const whole = readTar(Buffer.concat(await writePacketArchive(content([Buffer.from('a')]))));
    if (!whole.ok) throw new Error(whole.error);
    const extra = [...whole.value, { name: 'extra.png', bytes: Buffer.from('b') }];
    expect(readPacketArchive(Buffer.concat(writeTar(extra)))).toEqual({
      ok: false,
      error: 'other-files',
    });
  });
});
