import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { json } from 'node:stream/consumers';

import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';

import {
  startHidCodeScanner,
  startHidFingerprint,
} from '../../src/devices/emulators/hid-devices.ts';
import { startVirtualHid } from '../../src/devices/emulators/virtual-hid.ts';
import type { VirtualHid } from '../../src/devices/emulators/virtual-hid.ts';
import { DEFAULT_LAYOUT } from '../../src/devices/protocols/hid-pos/layout.ts';
import { encodeScannedCode } from '../../src/devices/protocols/hid-pos/scanned-data.ts';
import { testPrint } from './emulated-module.ts';
import { HAS_UMOCKDEV, startHost, UMOCKDEV_IS_MISSING } from './hid-bench.ts';
import type { Message } from './hid-bench.ts';

const REPORT_BYTES = 64;

/** More than the 4096 bytes that a pseudo terminal holds. */
const REPORTS = 100;

/** A process that keeps a rack. */
const rackHost = (hid: VirtualHid) => startHost(hid, new URL('./hid-host.ts', import.meta.url));

const inState = (state: string): Message => ({ kind: 'changed', device: { health: { state } } });

test('a HID fingerprint module is found, captured from, pulled and found again as the same device', async ({
  skip,
}) => {
  skip(!HAS_UMOCKDEV, UMOCKDEV_IS_MISSING);
  const { hid, device } = await startHidFingerprint('r503', 'FP-0001', startVirtualHid);
  const host = await rackHost(hid);
  const id = 'hid:1209:0001:FP-0001';
  const ready = await host.next(inState('ready'));
  expect(ready['device']).toMatchObject({ id, role: 'fingerprint', transport: 'hid' });

  device.place(testPrint('r503'));
  host.order('capture');
  const sha256 = createHash('sha256').update(testPrint('r503').pixels).digest('hex');
  expect(await host.next({ kind: 'capture' })).toMatchObject({ code: 'ok', sha256 });

  device.lift();
  host.order('capture');
  await hid.unplug();
  expect((await host.next(inState('unplugged')))['device']).toMatchObject({ id });
  await hid.plug();
  expect((await host.next(inState('ready')))['device']).toMatchObject({ id });
});

test('a card’s code with Vietnamese text over several reports arrives as one', async ({ skip }) => {
  skip(!HAS_UMOCKDEV, UMOCKDEV_IS_MISSING);
  const scanner = await startHidCodeScanner('CS-0001', startVirtualHid);
  const host = await rackHost(scanner.hid);
  await host.next(inState('ready'));
  const text =
    '001089012345|123456789|Nguyễn Thị Phương Đông|02031989|Nữ|Số 12, ngõ 34 đường Trần Hưng Đạo, ' +
    'phường Cửa Nam, thành phố Hà Nội|15072021';
  expect(new TextEncoder().encode(text).length).toBeGreaterThan(2 * 56);
  const code = { text, symbology: ']Q1' };
  scanner.scan(code);
  expect(await host.next({ kind: 'code-scanner' })).toMatchObject({
    event: { kind: 'code', code },
  });

  scanner.scan({ text: 'TRAM-1', symbology: ']Q1' });
  scanner.scan({ text: 'TRAM-2', symbology: ']Q1' });
  expect(await host.next({ kind: 'code-scanner' })).toMatchObject({
    event: { code: { text: 'TRAM-1' } },
  });
  expect(await host.next({ kind: 'code-scanner' })).toMatchObject({
    event: { code: { text: 'TRAM-2' } },
  });
});

/** How many bytes each read of a host gets that begins late and takes all there is, up to `totalBytes`. */
async function sizesOfReads(hid: VirtualHid, totalBytes: number): Promise<number[]> {
  const program = `
    const file = require('node:fs').openSync(${JSON.stringify(hid.path)}, 'r+');
    const sizes = [];
    for (let sum = 0; sum < ${totalBytes}; sum += sizes.at(-1)) {
      sizes.push(require('node:fs').readSync(file, Buffer.alloc(${totalBytes})));
    }
    console.log(JSON.stringify(sizes));`;
  const reader = spawn(process.execPath, ['--eval', program], {
    env: hid.environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(async () => {
    reader.kill('SIGKILL');
    await hid.stop();
  });
  return z.array(z.number()).parse(await json(reader.stdout));
}

test('however late the host reads, the virtual device hands it whole reports', async ({ skip }) => {
  skip(!HAS_UMOCKDEV, UMOCKDEV_IS_MISSING);
  const scanner = await startHidCodeScanner('CS-0002', startVirtualHid);
  const [report] = encodeScannedCode({ text: 'TRAM-1', symbology: ']Q1' }, DEFAULT_LAYOUT);
  if (report === undefined) throw new Error('one report');
  for (let count = 0; count < REPORTS; count += 1) scanner.hid.send(report);
  await scanner.hid.plug(); // It is plugged: the answer says that the test bed has taken all reports before.
  const sizes = await sizesOfReads(scanner.hid, REPORTS * REPORT_BYTES);
  expect(sizes.filter((size) => size % REPORT_BYTES !== 0)).toEqual([]);
});
