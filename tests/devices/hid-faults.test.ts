/** Every mishap of a device on HID, one by one: recovered, or told by its name; and the next print or code works. */
import { createHash } from 'node:crypto';

import { expect, test } from 'vitest';
import { z } from 'zod';

import type { LineFault } from '../../src/devices/emulators/faults.ts';
import {
  startHidCodeScanner,
  startHidFingerprint,
} from '../../src/devices/emulators/hid-devices.ts';
import { startVirtualHid } from '../../src/devices/emulators/virtual-hid.ts';
import { testPrint } from './emulated-module.ts';
import { HAS_UMOCKDEV, startHost, UMOCKDEV_IS_MISSING } from './hid-bench.ts';

const HOST = new URL('./hid-driver-host.ts', import.meta.url);

const RIGHT_PRINT = {
  code: 'ok',
  sha256: createHash('sha256').update(testPrint('r503').pixels).digest('hex'),
};

/** A module with a finger on it, and a host that has opened it. */
async function module(serialNumber: string) {
  const bench = await startHidFingerprint('r503', serialNumber, startVirtualHid);
  bench.device.place(testPrint('r503'));
  const host = await startHost(bench.hid, HOST, 'zfm', bench.hid.path);
  await host.next({ kind: 'open' });
  const capture = () => {
    host.order('capture');
    return host.next({ kind: 'capture' });
  };
  return { ...bench, host, capture };
}

/** A picture is some 310 reports; the two answers before it are one each. */
const RECOVERED = [
  ['one report lost in the middle of the picture', { kind: 'silence', after: 100, answers: 1 }],
  ['the first report lost', { kind: 'silence', answers: 1 }],
  ['the last reports lost', { kind: 'silence', after: 300, answers: 60 }],
  ['all but the 64 that a kernel keeps lost', { kind: 'silence', after: 66, answers: 240 }],
  ['as many lost as there are numbers', { kind: 'silence', after: 20, answers: 256 }],
  ['two reports in one piece', { kind: 'merged', after: 40, answers: 20, every: 2 }],
  ['a report that comes twice', { kind: 'duplicate', after: 40, answers: 5 }],
  ['an old report before the next', { kind: 'repeat', after: 40, answers: 1 }],
  ['reports that come late', { kind: 'slow', after: 40, answers: 1, delayMs: 200 }],
  ['a report of nonsense', { kind: 'garbage', after: 40, answers: 1 }],
] as const satisfies readonly (readonly [string, LineFault])[];

test.for(RECOVERED)('%s: the print is right all the same', async ([, fault], { skip }) => {
  skip(!HAS_UMOCKDEV, UMOCKDEV_IS_MISSING);
  const { orderReports, capture } = await module('FP-0002');
  orderReports(fault);
  expect(await capture()).toMatchObject(RIGHT_PRINT);
  expect(await capture()).toMatchObject(RIGHT_PRINT);
});

test('a picture that lost a whole packet is not shown beyond the gap, but read anew', async ({
  skip,
}) => {
  skip(!HAS_UMOCKDEV, UMOCKDEV_IS_MISSING);
  const { orderReports, capture } = await module('FP-0007');
  // The two answers, and five reports for each packet of 256 bytes: the twenty-first packet leaves no trace but numbers.
  orderReports({ kind: 'silence', after: 2 + 20 * 5, answers: 5 });
  const captured = await capture();
  expect(captured).toMatchObject(RIGHT_PRINT);
  const rows = z.array(z.number()).parse(captured['rows']);
  const firstReading = rows.slice(
    0,
    rows.findIndex((row, at) => row < (rows[at - 1] ?? 0)),
  );
  expect(firstReading.length).toBeGreaterThan(0);
  expect(Math.max(...firstReading)).toBeLessThanOrEqual((20 * 256 * 2) / 192);
});

test('a bus that loses every fiftieth report never gives a picture with a hole', async ({
  skip,
}) => {
  skip(!HAS_UMOCKDEV, UMOCKDEV_IS_MISSING);
  const { orderReports, clear, capture } = await module('FP-0003');
  orderReports({ kind: 'silence', every: 50 });
  expect(await capture()).toMatchObject({ code: 'wrong-answer' });
  clear();
  expect(await capture()).toMatchObject(RIGHT_PRINT);
});

test('a bus on which nothing comes is told as such', async ({ skip }) => {
  skip(!HAS_UMOCKDEV, UMOCKDEV_IS_MISSING);
  const { orderReports, clear, capture } = await module('FP-0004');
  orderReports({ kind: 'silence' });
  expect(await capture()).toMatchObject({ code: 'no-answer' });
  clear();
  expect(await capture()).toMatchObject(RIGHT_PRINT);
});

test('a module behind a good bus may still send a wrong checksum', async ({ skip }) => {
  skip(!HAS_UMOCKDEV, UMOCKDEV_IS_MISSING);
  const { order, capture } = await module('FP-0005');
  order({ kind: 'bad-checksum', after: 30, answers: 1 });
  expect(await capture()).toMatchObject(RIGHT_PRINT);
});

test.for([1, 2, 3, 100, 300])(
  'a module pulled after report %i of a capture is told at once, and works when it is back',
  async (reportsBefore, { skip }) => {
    skip(!HAS_UMOCKDEV, UMOCKDEV_IS_MISSING);
    const { hid, unplugAfter, clear, capture } = await module('FP-0006');
    const unplugged = unplugAfter(reportsBefore);
    expect(await capture()).toMatchObject({ code: 'disconnected' });
    await unplugged;
    clear();
    await hid.plug();
    const again = await startHost(hid, HOST, 'zfm', hid.path);
    await again.next({ kind: 'open' });
    again.order('capture');
    expect(await again.next({ kind: 'capture' })).toMatchObject(RIGHT_PRINT);
  },
);

// ── Codes ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Three reports of 56 bytes. */
const LONG = { text: `TRAM|1|${'0123456789'.repeat(14)}|ABCD`, symbology: ']Q1' };
const SHORT = { text: 'TRAM|1|2024-0001|ABCD', symbology: ']Q1' };

async function codeScanner(serialNumber: string) {
  const bench = await startHidCodeScanner(serialNumber, startVirtualHid);
  const host = await startHost(bench.hid, HOST, 'hid-pos', bench.hid.path);
  await host.next({ kind: 'open' });
  const event = async (): Promise<unknown> => (await host.next({ kind: 'event' }))['event'];
  return { ...bench, host, event };
}

test('a code whose end was lost is unreadable, and does not stick to the next one', async ({
  skip,
}) => {
  skip(!HAS_UMOCKDEV, UMOCKDEV_IS_MISSING);
  const { scan, order, event } = await codeScanner('CS-0003');
  order({ kind: 'silence', after: 2, answers: 1 });
  scan(LONG);
  expect(await event()).toMatchObject({ kind: 'unreadable' });
  scan(SHORT);
  expect(await event()).toEqual({ kind: 'code', code: SHORT });
});

test.for([
  ['in one piece', { kind: 'merged', answers: 1 }],
  ['late', { kind: 'slow', answers: 1, delayMs: 150 }],
] as const)('reports of a code that come %s make the code', async ([, fault], { skip }) => {
  skip(!HAS_UMOCKDEV, UMOCKDEV_IS_MISSING);
  const { scan, order, event } = await codeScanner('CS-0004');
  order(fault);
  scan(LONG);
  expect(await event()).toEqual({ kind: 'code', code: LONG });
});

test('nonsense in place of a code gives no code, and the next one is read', async ({ skip }) => {
  skip(!HAS_UMOCKDEV, UMOCKDEV_IS_MISSING);
  const { scan, order, event } = await codeScanner('CS-0005');
  order({ kind: 'garbage', answers: 3 });
  scan(LONG);
  scan(SHORT);
  expect(await event()).toEqual({ kind: 'code', code: SHORT });
});

test('a scanner pulled in the middle of a code tells that it could not be read', async ({
  skip,
}) => {
  skip(!HAS_UMOCKDEV, UMOCKDEV_IS_MISSING);
  const { hid, scan, order, drained, event, host } = await codeScanner('CS-0006');
  order({ kind: 'silence', after: 1 });
  scan(LONG);
  await drained();
  await hid.settled();
  await hid.unplug();
  expect(await event()).toMatchObject({ kind: 'unreadable' });
  expect(await host.next({ kind: 'closed' })).toMatchObject({ why: 'lost' });
});
