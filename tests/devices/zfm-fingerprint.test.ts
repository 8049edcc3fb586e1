import { symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { openZfmFingerprintScanner } from '../../src/devices/drivers/zfm-fingerprint.ts';
import { openPty } from '../../src/devices/emulators/pty.ts';
import { startEmulator } from '../../src/devices/emulators/start.ts';
import type { CaptureProgress } from '../../src/devices/modality.ts';
import { INSTRUCTION } from '../../src/devices/protocols/zfm/commands.ts';
import { SerialTransport } from '../../src/devices/transports/serial.ts';
import type { TransportError } from '../../src/devices/transports/transport.ts';
import type { Result } from '../../src/domain/result.ts';
import {
  capture,
  errorCode,
  expectPrint,
  INDEX,
  NEVER,
  openScanner,
  pluggedModule,
  readyScanner,
  takenFrom,
  temporaryFolder,
  testPrint,
} from './emulated-module.ts';

test('a print on the glass arrives bit for bit, and grows on the way', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path);
  expect(scanner.info).toMatchObject({ make: 'Grow', model: 'R503', serialNumber: 'EMUL0001' });
  module.place(testPrint('r503'));
  const progress: CaptureProgress[] = [];
  const captured = await capture(scanner, (step) => progress.push(step));
  expectPrint(captured, testPrint('r503'));
  expect(progress[0]).toEqual({ phase: 'waiting-for-finger' });
  const rows = progress.flatMap((step) => (step.phase === 'reading' ? [step.rowsDone] : []));
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.every((row, index) => row > (rows[index - 1] ?? 0))).toBe(true);
  expect(rows.at(-1)).toBe(192);
});

test('a module takes one finger at a time, laid flat, under the name that it is told', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path);
  expect(scanner.info.abilities).toEqual(['single-plain']);
  const slap = { kind: 'slap', slap: 'right-four' } as const;
  expect(errorCode(await scanner.capture(slap, NEVER))).toBe('not-supported');
  const rolled = { ...INDEX, impression: 'live-rolled' } as const;
  expect(errorCode(await scanner.capture(rolled, NEVER))).toBe('not-supported');
  module.place(testPrint('r503'));
  const little = { ...INDEX, position: 'left-little' } as const;
  expect(await scanner.capture(little, NEVER)).toEqual(takenFrom(testPrint('r503'), 'left-little'));
});

test('a module that cannot tell its name has the picture size of its family', async () => {
  const module = await pluggedModule({ profile: 'zfm-20' });
  const scanner = await readyScanner(module.path, { identity: { serialNumber: 'A50285BI' } });
  expect(scanner.info).toMatchObject({ widthPixels: 256, heightPixels: 288 });
  expect(scanner.info.serialNumber).toBe('A50285BI');
  module.place(testPrint('zfm-20'));
  expectPrint(await capture(scanner), testPrint('zfm-20'));
});

test('the scanner waits until the finger comes, and until it is lifted', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path);
  const captured = capture(scanner);
  module.place(testPrint('r503'));
  expect(errorCode(await captured)).toBe('ok');
  const lift = scanner.waitForLift(NEVER);
  module.device.lift();
  expect(errorCode(await lift)).toBe('ok');
});

test('without a finger the capture ends after its time, and the next one works', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path, { fingerTimeoutMs: 40 });
  expect(errorCode(await capture(scanner))).toBe('finger-timeout');
  module.place(testPrint('r503'));
  expect(errorCode(await capture(scanner))).toBe('ok');
  const lift = await scanner.waitForLift(NEVER, { fingerTimeoutMs: 20 });
  expect(errorCode(lift)).toBe('finger-timeout');
});

test('a second capture at the same time is refused, the first goes on', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path);
  const first = capture(scanner);
  expect(errorCode(await capture(scanner))).toBe('busy');
  module.place(testPrint('r503'));
  expect(errorCode(await first)).toBe('ok');
});

test('cancelling while waiting for a finger answers at once', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path, { pollIntervalMs: 60_000 });
  const cancel = new AbortController();
  const captured = scanner.capture(INDEX, cancel.signal);
  cancel.abort();
  expect(errorCode(await captured)).toBe('cancelled');
});

test('cancelling in the middle of the picture leaves the scanner ready for the next', async () => {
  const module = await pluggedModule({ pace: 'real', baudRate: 115_200 });
  const scanner = await readyScanner(module.path, { baudRates: [115_200] });
  module.place(testPrint('r503'));
  const cancel = new AbortController();
  const cancelled = await scanner.capture(INDEX, cancel.signal, (step) => {
    if (step.phase === 'reading') cancel.abort();
  });
  expect(errorCode(cancelled)).toBe('cancelled');
  expectPrint(await capture(scanner), testPrint('r503'));
});

test('a scanner that is pulled in the middle of the picture is disconnected, and can be opened again', async () => {
  const module = await pluggedModule({ pace: 'real', baudRate: 115_200 });
  const scanner = await readyScanner(module.path, { baudRates: [115_200] });
  module.place(testPrint('r503'));
  const closed = Promise.withResolvers<string>();
  scanner.onClosed((reason) => closed.resolve(reason.kind));
  module.unplugAfter(5_000);
  let rowsDone = 0;
  const captured = await capture(scanner, (step) => {
    if (step.phase === 'reading') rowsDone = step.rowsDone;
  });
  expect(errorCode(captured)).toBe('disconnected');
  expect(rowsDone).toBeGreaterThan(0);
  expect(await closed.promise).toBe('lost');
  expect(errorCode(await capture(scanner))).toBe('disconnected');

  await module.plug();
  const again = await readyScanner(module.path, { baudRates: [115_200] });
  expect(errorCode(await capture(again))).toBe('ok');
});

test('a packet that was damaged on the way is asked for again, without the finger', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path);
  module.place(testPrint('r503'));
  const rows: number[] = [];
  const captured = await capture(scanner, (step) => {
    if (step.phase === 'reading') rows.push(step.rowsDone);
    // Once the first rows are there the finger may go: the picture is in the module's buffer.
    if (step.phase === 'reading') module.device.lift();
    else module.order({ kind: 'bad-checksum', after: 50, answers: 1 });
  });
  expectPrint(captured, testPrint('r503'));
  expect(rows.some((row, index) => row < (rows[index - 1] ?? 0))).toBe(true);
});

/** Stands still, as a machine without a free processor does, when it has asked for a picture. */
class StandingStillTransport extends SerialTransport {
  override async write(bytes: Uint8Array): Promise<Result<void, TransportError>> {
    const written = await super.write(bytes);
    const isUpload = bytes[INSTRUCTION_AT] === INSTRUCTION.uploadImage;
    if (isUpload) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STANDS_STILL_MS);
    return written;
  }
}
/** Header, address, type and length come before (ZFM user manual 2.0, 3.2). */
const INSTRUCTION_AT = 9;
/** Longer than a module may keep silent in the middle of a picture. */
const STANDS_STILL_MS = 1_300;

test('a machine that stood still reads what came meanwhile before it calls the module silent', async () => {
  const emulator = await startEmulator({ profile: 'r503', baudRate: 57_600 });
  onTestFinished(() => emulator.stop());
  const transport = new StandingStillTransport({ path: emulator.port, baudRate: 57_600 });
  const opened = await openZfmFingerprintScanner({ transport });
  if (!opened.ok) throw new Error(opened.error.detail);
  onTestFinished(() => opened.value.close());
  await emulator.place({ personSeed: 1, position: 'right-index' });
  expect(errorCode(await capture(opened.value))).toBe('ok');
});

test('a scanner that answers nonsense is named as such, and works when it has come to its senses', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path);
  module.order({ kind: 'garbage' });
  expect(errorCode(await capture(scanner))).toBe('wrong-answer');
  module.clear();
  module.place(testPrint('r503'));
  expect(errorCode(await capture(scanner))).toBe('ok');
}, 20_000);

test('a device that speaks another protocol is told from one that keeps silent', async () => {
  const module = await pluggedModule();
  module.order({ kind: 'garbage' });
  expect(errorCode(await openScanner(module.path, { baudRates: [57_600] }))).toBe('wrong-answer');

  const silent = await openPty(join(temporaryFolder(), 'silent'), () => {});
  onTestFinished(() => silent.close());
  expect(errorCode(await openScanner(silent.path, { baudRates: [57_600] }))).toBe('no-answer');
});

test('a module at a rate that its description does not allow is named with that rate, and works once it is allowed', async () => {
  const module = await pluggedModule({ pace: 'real', baudRate: 9_600 });
  expect(await openScanner(module.path, { baudRates: [57_600, 115_200] })).toEqual({
    ok: false,
    error: {
      code: 'wrong-baud-rate',
      detail: 'it answers at 9600 bit/s, and is to be asked at 57600, 115200',
    },
  });
  const allowed = await openScanner(module.path, { baudRates: [57_600, 9_600] });
  expect(errorCode(allowed)).toBe('ok');
}, 20_000);

test('the line rate of the module is found, and raised where that is wanted', async () => {
  const module = await pluggedModule({ pace: 'real', baudRate: 9_600 });
  const scanner = await readyScanner(module.path, {
    baudRates: [57_600, 9_600],
    preferredBaudRate: 115_200,
  });
  module.place(testPrint('r503'));
  const startedAt = performance.now();
  expect(errorCode(await capture(scanner))).toBe('ok');
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
  const captured = capture(scanner);
  expect(errorCode(await scanner.checkAlive())).toBe('busy');
  expect(errorCode(await check)).toBe('ok');
  expect(errorCode(await captured)).toBe('ok');
});

test('a module that no longer answers behind its open port is noticed', async () => {
  const module = await pluggedModule();
  const scanner = await readyScanner(module.path);
  expect(errorCode(await scanner.checkAlive())).toBe('ok');
  module.order({ kind: 'garbage' });
  expect(errorCode(await scanner.checkAlive())).toBe('wrong-answer');
});
