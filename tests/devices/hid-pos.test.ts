import fc from 'fast-check';
import { expect, test } from 'vitest';

import { collectedHeapBytes } from '../../bench/soak/collected-heap.ts';
import { CODE_SCANNER_DESCRIPTOR } from '../../src/devices/emulators/hid-devices.ts';
import {
  DEFAULT_LAYOUT,
  layoutFromDescriptor,
} from '../../src/devices/protocols/hid-pos/layout.ts';
import { readInputReports } from '../../src/devices/protocols/hid-pos/report-descriptor.ts';
import {
  encodeScannedCode,
  ScannedDataAssembler,
} from '../../src/devices/protocols/hid-pos/scanned-data.ts';
import type { AssemblerEvent } from '../../src/devices/protocols/hid-pos/scanned-data.ts';

function assemble(reports: readonly Uint8Array[], layout = DEFAULT_LAYOUT): AssemblerEvent[] {
  const assembler = new ScannedDataAssembler(layout);
  return reports.map((report) => assembler.accept(report));
}

test('the layout of a report is read from the scanner’s own descriptor', () => {
  expect(layoutFromDescriptor(CODE_SCANNER_DESCRIPTOR)).toEqual(DEFAULT_LAYOUT);
});

test('a descriptor without reports of scanned data gives no layout', () => {
  const keyboard = Uint8Array.of(
    0x05,
    0x01,
    0x09,
    0x06,
    0xa1,
    0x01,
    0x75,
    0x08,
    0x95,
    0x08,
    0x81,
    0x02,
    0xc0,
  );
  expect(layoutFromDescriptor(keyboard)).toBeUndefined();
});

/** The emulated scanner's descriptor with these bytes in the place of others. */
function descriptorWith(before: string, after: string): Uint8Array {
  const descriptor = Buffer.from(CODE_SCANNER_DESCRIPTOR).toString('hex');
  expect(descriptor).toContain(before);
  return Buffer.from(descriptor.replace(before, after), 'hex');
}

test('a descriptor that puts its settings aside and takes them up again is understood', () => {
  // Push, other sizes and counts, Pop (USB HID 1.11, 6.2.2.7).
  const descriptor = descriptorWith('09fe9538', 'a4751095049538b409fe9538');
  expect(layoutFromDescriptor(descriptor)).toEqual(DEFAULT_LAYOUT);
});

test('a descriptor of a report that no bus carries gives no layout', () => {
  expect(layoutFromDescriptor(descriptorWith('9538', '9537'))).toBeDefined();
  const dataOfSixteenMegabytes = descriptorWith('9538', '9700000001');
  expect(layoutFromDescriptor(dataOfSixteenMegabytes)).toBeUndefined();
  const idOfTwoBytes = descriptorWith('8502', '860201');
  expect(layoutFromDescriptor(idOfTwoBytes)).toBeUndefined();
  const flagOfNoBits = descriptorWith('7501', '7500');
  expect(layoutFromDescriptor(flagOfNoBits)).toBeUndefined();
});

test('a descriptor that declares millions of fields does not fill the memory', () => {
  const fields = Array.from({ length: 580 }, () => '19002affff8102').join('');
  const descriptor = Buffer.from(`750197ffffff7f${fields}`, 'hex');
  expect(readInputReports(descriptor).fields).toHaveLength(4_096);
});

test('a scanner whose reports are not numbered is understood from its descriptor', () => {
  const descriptor = CODE_SCANNER_DESCRIPTOR.filter(
    (_, index, all) => !(all[index] === 0x85 || all[index - 1] === 0x85),
  );
  const layout = layoutFromDescriptor(descriptor);
  expect(layout).toEqual({
    ...DEFAULT_LAYOUT,
    reportId: 0,
    reportSizeBytes: 63,
    lengthOffset: 0,
    symbologyOffset: 1,
    dataOffset: 4,
    continuedOffset: 62,
  });
});

test('a code of any length comes back whole from its reports', () => {
  const codes = fc.record({
    text: fc.string({
      unit: fc.constantFrom(...Array.from('ABC 0123|ăâđêôơưẤỆỮ')),
      minLength: 1,
      maxLength: 400,
    }),
    symbology: fc.constant(']Q1'),
  });
  fc.assert(
    fc.property(codes, (code) => {
      const events = assemble(encodeScannedCode(code, DEFAULT_LAYOUT));
      expect(events.at(-1)).toEqual({ kind: 'code', code });
      expect(events.slice(0, -1).every(({ kind }) => kind === 'more-follows')).toBe(true);
    }),
  );
});

test('text that is not UTF-8 is read in the default character set of QR codes', () => {
  const [report] = encodeScannedCode({ text: 'abc', symbology: ']Q1' }, DEFAULT_LAYOUT);
  if (report === undefined) throw new Error('one report');
  report[DEFAULT_LAYOUT.dataOffset] = 0xe9;
  expect(assemble([report])).toEqual([{ kind: 'code', code: { text: 'ébc', symbology: ']Q1' } }]);
});

test('a report that claims more than it holds is broken, and the next code is whole', () => {
  const [report] = encodeScannedCode({ text: 'abc', symbology: undefined }, DEFAULT_LAYOUT);
  if (report === undefined) throw new Error('one report');
  const broken = report.slice();
  broken[DEFAULT_LAYOUT.lengthOffset] = 57;
  expect(assemble([broken, report]).map(({ kind }) => kind)).toEqual(['broken', 'code']);
});

test('a scanner that never ends its code does not fill the memory', () => {
  const [report] = encodeScannedCode(
    { text: 'x'.repeat(56), symbology: undefined },
    DEFAULT_LAYOUT,
  );
  if (report === undefined) throw new Error('one report');
  report[DEFAULT_LAYOUT.continuedOffset] = 1;
  const kinds = assemble(Array.from({ length: 200 }, () => report)).map(({ kind }) => kind);
  expect(kinds).toContain('broken');
});

test('a scanner that says for ever that its code goes on, and says nothing, leaves nothing behind', async () => {
  const [report] = encodeScannedCode({ text: '', symbology: undefined }, DEFAULT_LAYOUT);
  if (report === undefined) throw new Error('one report');
  report[DEFAULT_LAYOUT.continuedOffset] = DEFAULT_LAYOUT.continuedMask;
  const assembler = new ScannedDataAssembler(DEFAULT_LAYOUT);
  assembler.accept(report);
  const before = await collectedHeapBytes();
  for (let turn = 0; turn < 200_000; turn += 1) assembler.accept(report);
  expect((await collectedHeapBytes()) - before).toBeLessThan(1024 * 1024);
  expect(assembler.isUnfinished).toBe(true);
});

test('a report that ends in the middle of its data is broken, wherever its flag stands', () => {
  const layout = { ...DEFAULT_LAYOUT, continuedOffset: 4, symbologyOffset: undefined };
  const [report] = encodeScannedCode({ text: 'a card', symbology: undefined }, layout);
  if (report === undefined) throw new Error('one report');
  const kinds = assemble([report.subarray(0, 8), report], layout).map(({ kind }) => kind);
  expect(kinds).toEqual(['broken', 'code']);
});
