import { basename, posix, win32 } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainFileName, readPdfDelivery } from '../../src/main/pdf-delivery.ts';

const PDF = new TextEncoder().encode('%PDF-1.7\n');

test('a slip is delivered under its own name', () => {
  expect(readPdfDelivery(['save', 'giấy-hẹn-A01.pdf', PDF])).toEqual({
    how: 'save',
    fileName: 'giấy-hẹn-A01.pdf',
    pdf: PDF,
  });
});

test.each<[string, unknown[]]>([
  ['another way', ['mail', 'a.pdf', PDF]],
  ['no name', ['save', '', PDF]],
  ['no bytes', ['save', 'a.pdf', 'JVBERi0=']],
  ['bytes that are no PDF', ['save', 'a.pdf', new Uint8Array(100)]],
  ['an extra argument', ['save', 'a.pdf', PDF, 1]],
])('%s is refused', (_what, given) => {
  expect(readPdfDelivery(given)).toBeUndefined();
});

test('no name that a page gives is a path, on any system', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('.', '/', '\\', ':', 'a', '\0') })),
      (given) => {
        const name = plainFileName(given);
        expect(name).toMatch(/^[^./\\:\0][^/\\:\0]*\.pdf$/);
        expect([basename(name), posix.basename(name), win32.basename(name)]).toEqual([
          name,
          name,
          name,
        ]);
      },
    ),
  );
});
