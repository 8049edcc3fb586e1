import { basename, posix, win32 } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainFileName, readFileDelivery } from '../../src/main/file-delivery.ts';
import { writeTar } from '../../src/sync/formats/tar-archive.ts';

const PDF = new TextEncoder().encode('%PDF-1.7\n');
const TAR = new Uint8Array(
  Buffer.concat(writeTar([{ name: 'station.json', bytes: Buffer.from('{}\n') }])),
);

test('a slip is delivered under its own name', () => {
  expect(readFileDelivery(['save', 'giấy-hẹn-A01.pdf', PDF])).toEqual({
    how: 'save',
    kind: 'pdf',
    fileName: 'giấy-hẹn-A01.pdf',
    bytes: PDF,
  });
});

test('a diagnostic bundle is saved under its own name', () => {
  expect(readFileDelivery(['save', 'tram-diagnostics-HN01-2026-11-22.tar', TAR])).toEqual({
    how: 'save',
    kind: 'tar',
    fileName: 'tram-diagnostics-HN01-2026-11-22.tar',
    bytes: TAR,
  });
});

test('what a file is, its content says, not its name', () => {
  expect(readFileDelivery(['save', 'bundle.pdf', TAR])?.fileName).toBe('bundle.tar');
  expect(readFileDelivery(['save', 'slip.tar', PDF])?.fileName).toBe('slip.pdf');
  expect(readFileDelivery(['save', 'slip.exe', PDF])?.fileName).toBe('slip.exe.pdf');
});

test.each<[string, unknown[]]>([
  ['another way', ['mail', 'a.pdf', PDF]],
  ['no name', ['save', '', PDF]],
  ['no bytes', ['save', 'a.pdf', 'JVBERi0=']],
  ['bytes that are no PDF', ['save', 'a.pdf', new Uint8Array(100)]],
  ['a tar without its magic', ['save', 'a.tar', new Uint8Array(1024)]],
  ['a tar that ends before its magic', ['save', 'a.tar', TAR.subarray(0, 261)]],
  ['a bundle to the printer', ['print', 'a.tar', TAR]],
  ['more than a page may hand over', ['save', 'a.tar', tarOf(33 * 1024 * 1024)]],
  ['an extra argument', ['save', 'a.pdf', PDF, 1]],
])('%s is refused', (_what, given) => {
  expect(readFileDelivery(given)).toBeUndefined();
});

test('no name that a page gives is a path, on any system', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('.', '/', '\\', ':', 'a', '\0') })),
      fc.constantFrom('pdf' as const, 'tar' as const),
      (given, kind) => {
        const name = plainFileName(given, kind);
        expect(name).toMatch(/^[^./\\:\0][^/\\:\0]*\.(pdf|tar)$/);
        expect(name.endsWith(`.${kind}`)).toBe(true);
        expect([basename(name), posix.basename(name), win32.basename(name)]).toEqual([
          name,
          name,
          name,
        ]);
      },
    ),
  );
});

function tarOf(sizeBytes: number): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  bytes.set(TAR);
  return bytes;
}
