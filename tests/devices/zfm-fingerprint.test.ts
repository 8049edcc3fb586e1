import { symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { openPty } from '../../src/devices/emulators/pty.ts';
import type { CaptureProgress } from '../../src/devices/modality.ts';
import {
  errorCode,
  NEVER,
  openScanner,
  pluggedModule,
  readyScanner,
  temporaryFolder,
  testPrint,
} from './emulated-module.ts';

test('a print on the glass arrives bit for bit, and grows on the way', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path);
  expect(scanner.info).toMatchObject({ make: 'Grow', model: 'R503', serialNumber: 'EMUL0001' });
  module.place(testPrint('r503'));
  const progress: CaptureProgress[] = [];
  const captured = await scanner.capture(NEVER, (step) => progress.push(step));
  expect(captured).toEqual({ ok: true, value: testPrint('r503') });
  expect(progress[0]).toEqual({ phase: 'waiting-for-finger' });
  const rows = progress.flatMap((step) => (step.phase === 'reading' ? [step.rowsDone] : []));
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.every((row, index) => row > (rows[index - 1] ?? 0))).toBe(true);
  expect(rows.at(-1)).toBe(192);
});

test('a module that cannot tell its name has the picture size of its family', async () => {
  const module = await pluggedModule({ profile: 'zfm-20' });
  const scanner = await readyScanner(module.path, { identity: { serialNumber: 'A50285BI' } });
  expect(scanner.info).toMatchObject({ widthPixels: 256, heightPixels: 288 });
  expect(scanner.info.serialNumber).toBe('A50285BI');
  module.place(testPrint('zfm-20'));
  expect(await scanner.capture(NEVER)).toEqual({ ok: true, value: testPrint('zfm-20') });
});

test('the scanner waits until the finger comes, and until it is lifted', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path);
  const capture = scanner.capture(NEVER);
  module.place(testPrint('r503'));
  expect(errorCode(await capture)).toBe('ok');
  const lift = scanner.waitForLift(NEVER);
  module.device.lift();
  expect(errorCode(await lift)).toBe('ok');
});

test('without a finger the capture ends after its time, and the next one works', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path, { fingerTimeoutMs: 40 });
  expect(errorCode(await scanner.capture(NEVER))).toBe('finger-timeout');
  module.place(testPrint('r503'));
  expect(errorCode(await scanner.capture(NEVER))).toBe('ok');
  const lift = await scanner.waitForLift(NEVER, { fingerTimeoutMs: 20 });
  expect(errorCode(lift)).toBe('finger-timeout');
});

test('a second capture at the same time is refused, the first goes on', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path);
  const first = scanner.capture(NEVER);
  expect(errorCode(await scanner.capture(NEVER))).toBe('busy');
  module.place(testPrint('r503'));
  expect(errorCode(await first)).toBe('ok');
});

test('cancelling while waiting for a finger answers at once', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path, { pollIntervalMs: 60_000 });
  const cancel = new AbortController();
  const capture = scanner.capture(cancel.signal);
  cancel.abort();
  expect(errorCode(await capture)).toBe('cancelled');
});

test('cancelling in the middle of the picture leaves the scanner ready for the next', async () => {
  const module = await pluggedModule({ pace: 'real', baudRate: 115_200 });
  const scanner = await readyScanner(module.path, { baudRates: [115_200] });
  module.place(testPrint('r503'));
  const cancel = new AbortController();
  const cancelled = await scanner.capture(cancel.signal, (step) => {
    if (step.phase === 'reading') cancel.abort();
  });
  expect(errorCode(cancelled)).toBe('cancelled');
  expect(await scanner.capture(NEVER)).toEqual({ ok: true, value: testPrint('r503') });
});

test('a scanner that is pulled in the middle of the picture is disconnected, and can be opened again', async () => {
  const module = await pluggedModule({ pace: 'real', baudRate: 115_200 });
  const scanner = await readyScanner(module.path, { baudRates: [115_200] });
  module.place(testPrint('r503'));
  const closed = Promise.withResolvers<string>();
  scanner.onClosed((reason) => closed.resolve(reason.kind));
  module.unplugAfter(5_000);
  let rowsDone = 0;
  const captured = await scanner.capture(NEVER, (step) => {
    if (step.phase === 'reading') rowsDone = step.rowsDone;
  });
  expect(errorCode(captured)).toBe('disconnected');
  expect(rowsDone).toBeGreaterThan(0);
  expect(await closed.promise).toBe('lost');
  expect(errorCode(await scanner.capture(NEVER))).toBe('disconnected');

  await module.plug();
  const again = await readyScanner(module.path, { baudRates: [115_200] });
  expect(errorCode(await again.capture(NEVER))).toBe('ok');
});

test('a packet that was damaged on the way is asked for again, without the finger', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path);
  module.place(testPrint('r503'));
  const captured = await scanner.capture(NEVER, (step) => {
    // Once the first rows are there the finger may go: the picture is in the module's buffer.
    if (step.phase === 'reading') module.device.lift();
    else module.device.damageNextPackets(3);
  });
  expect(captured).toEqual({ ok: true, value: testPrint('r503') });
});

test('a scanner that answers nonsense is named as such, and works when it has come to its senses', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path);
  module.device.babble(true);
  expect(errorCode(await scanner.capture(NEVER))).toBe('wrong-answer');
  module.device.babble(false);
  module.place(testPrint('r503'));
  expect(errorCode(await scanner.capture(NEVER))).toBe('ok');
}, 20_000);

test('a device that speaks another protocol is told from one that keeps silent', async () => {
  const module = await pluggedModule();
  module.device.babble(true);
  expect(errorCode(await openScanner(module.path, { baudRates: [57_600] }))).toBe('wrong-answer');

  const silent = await openPty(join(temporaryFolder(), 'silent'), () => {});
  onTestFinished(() => silent.close());
  expect(errorCode(await openScanner(silent.path, { baudRates: [57_600] }))).toBe('no-answer');
});

test('the line rate of the module is found, and raised where that is wanted', async () => {
  const module = await pluggedModule({ pace: 'real', baudRate: 9_600 });
  const scanner = await readyScanner(module.path, {
    baudRates: [57_600, 9_600],
    preferredBaudRate: 115_200,
  });
  module.place(testPrint('r503'));
  const startedAt = performance.now();
  expect(errorCode(await scanner.capture(NEVER))).toBe('ok');
  // At 9600 bit/s the picture alone would take 19 s.
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  await scanner.close();
  expect(errorCode(await openScanner(module.path, { baudRates: [115_200] }))).toBe('ok');
});

test('a module with another password is refused by name', async () => {
  const module = await pluggedModule({ password: 0x1234 });
  expect(errorCode(await openScanner(module.path))).toBe('password-refused');
  expect(errorCode(await openScanner(module.path, { password: 0x1234 }))).toBe('ok');
});

test('a port that is not there, and one that another program holds, are told apart', async () => {
  const module = await pluggedModule();
  await readyScanner(module.path);
  expect(errorCode(await openScanner(module.path))).toBe('port-busy');
  expect(errorCode(await openScanner(join(temporaryFolder(), 'nothing')))).toBe('port-not-found');
  const dangling = join(temporaryFolder(), 'dangling');
  symlinkSync('/dev/pts/99999', dangling);
  expect(errorCode(await openScanner(dangling))).toBe('port-not-found');
});

test('a capture that begins during a check waits for it and is not refused', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path);
  module.place(testPrint('r503'));
  const check = scanner.checkAlive();
  const capture = scanner.capture(NEVER);
  expect(errorCode(await scanner.checkAlive())).toBe('busy');
  expect(errorCode(await check)).toBe('ok');
  expect(errorCode(await capture)).toBe('ok');
});

test('a module that no longer answers behind its open port is noticed', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path);
  expect(errorCode(await scanner.checkAlive())).toBe('ok');
  module.device.babble(true);
  expect(errorCode(await scanner.checkAlive())).toBe('wrong-answer');
});
