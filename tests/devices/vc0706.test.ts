import { join } from 'node:path';

import fc from 'fast-check';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';

import { joined } from '../../bench/soak/bytes.ts';
import { damage } from '../../bench/soak/damage.ts';
import type { StillCamera, StillPicture } from '../../src/devices/camera-modality.ts';
import type { DeviceError } from '../../src/devices/device-error.ts';
import { openVc0706Camera } from '../../src/devices/drivers/vc0706-camera.ts';
import type { Vc0706CameraOptions } from '../../src/devices/drivers/vc0706-camera.ts';
import type { CameraFault } from '../../src/devices/emulators/faults.ts';
import { openPty } from '../../src/devices/emulators/pty.ts';
import { Vc0706Device } from '../../src/devices/emulators/vc0706-device.ts';
import { Vc0706Emulator } from '../../src/devices/emulators/vc0706-emulator.ts';
import type { Vc0706EmulatorOptions } from '../../src/devices/emulators/vc0706-emulator.ts';
import { pictureOfScene } from '../../src/devices/emulators/vc0706-scene.ts';
import {
  baudRateCode,
  baudRateFromCode,
  CAMERA_BAUD_RATES,
  DEFAULT_COMPRESSION,
  getFrameLength,
  getVersion,
  numberFrom,
  readFrame,
  readRegister,
  reset,
  resumeFrame,
  setBaudRate,
  stopFrame,
  writeRegister,
} from '../../src/devices/protocols/vc0706/commands.ts';
import {
  COMMAND,
  CommandParser,
  encodeCommand,
  encodeReply,
  MAXIMUM_DATA_BYTES,
  pictureFrame,
  ReplyParser,
  STATUS,
} from '../../src/devices/protocols/vc0706/frame.ts';
import type {
  CameraCommand,
  CameraReply,
  ReplyEvent,
} from '../../src/devices/protocols/vc0706/frame.ts';
import { examineJpeg } from '../../src/devices/protocols/vc0706/jpeg.ts';
import { SerialTransport } from '../../src/devices/transports/serial.ts';
import { seededRandom } from '../../src/station/training/seeded-random.ts';
import type { Result } from '../../src/domain/result.ts';
import { errorCode, NEVER, temporaryFolder } from './emulated-module.ts';

const hexadecimal = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

// ── The words of the protocol ──────────────────────────────────────────────────────────────────────────────────────

test('commands are the bytes that the data sheet prints', () => {
  const said = (command: CameraCommand): string => hexadecimal(encodeCommand(0, command));
  expect(said(getVersion())).toBe('56001100');
  expect(said(reset())).toBe('56002600');
  expect(said(stopFrame())).toBe('5600360100');
  expect(said(resumeFrame())).toBe('5600360103');
  expect(said(getFrameLength())).toBe('5600340100');
  expect(said(writeRegister('imageSize', 0x11))).toBe('560031050401001911');
  expect(said(writeRegister('compression', 0x36))).toBe('560031050101120436');
  expect(said(readFrame(0x1_2340, 0x800))).toBe('5600320c000a000123400000080' + '0000a');
  expect(said(setBaudRate(115_200))).toBe('56002403010da6');
  const codes = CAMERA_BAUD_RATES.map((rate) => baudRateCode(rate));
  expect(codes).toEqual([0x0da6, 0x1c1c, 0x2af2, 0x56e4, 0xaec8]);
  expect(codes.map((code) => baudRateFromCode(code))).toEqual([...CAMERA_BAUD_RATES]);
  expect(baudRateFromCode(0x1c4c)).toBe(57_600);
  expect(baudRateFromCode(0x1234)).toBeUndefined();
});

const data = fc.uint8Array({ maxLength: MAXIMUM_DATA_BYTES });
const code = fc.constantFrom(...Object.values(COMMAND));
const commands: fc.Arbitrary<CameraCommand> = fc.record({ code, data });
const replies: fc.Arbitrary<CameraReply> = fc.record({
  code,
  status: fc.integer({ min: 0, max: 5 }),
  data,
});

test('commands and replies that were sent are read back as they were', () => {
  fc.assert(
    fc.property(commands, replies, (command, reply) => {
      expect(new CommandParser(7).push(encodeCommand(7, command))).toEqual([command]);
      expect(new ReplyParser(7).push(encodeReply(7, reply))).toEqual([{ kind: 'reply', reply }]);
    }),
  );
});

test('what is for another serial number is not understood', () => {
  expect(new CommandParser(1).push(encodeCommand(2, getVersion()))).toEqual([]);
  const reply = { code: COMMAND.getVersion, status: 0, data: new Uint8Array(0) };
  expect(new ReplyParser(1).push(encodeReply(2, reply))).toEqual([]);
});

// ── The stream ─────────────────────────────────────────────────────────────────────────────────────────────────────

function readReplies(stream: Uint8Array, pictureBytes: number): ReplyEvent[] {
  const parser = new ReplyParser(0);
  parser.expectPicture(pictureBytes);
  return parser.push(stream);
}

test('a part of the picture without the right tail behind it is damaged', () => {
  const tail = pictureFrame(0);
  const stream = joined([pictureFrame(0), Uint8Array.of(1, 2, 3), tail]);
  expect(readReplies(stream, 3)).toMatchObject([{ kind: 'picture' }]);
  expect(readReplies(stream, 2)).toMatchObject([{ kind: 'damaged' }, { kind: 'reply' }]);
});

test('ten thousand damaged commands neither crash the emulated camera nor make it talk without end or go deaf', () => {
  let sentBytes = 0;
  const device = new Vc0706Device({
    startMs: 0,
    look: () => Promise.resolve(new Uint8Array(64)),
    send: (answer) => {
      sentBytes += answer.length;
    },
    onBaudRate: () => {},
  });
  const frames = commands.map((command) => ({ pieces: [encodeCommand(0, command)], meaning: '' }));
  fc.assert(
    fc.property(fc.array(frames, { minLength: 1, maxLength: 5 }), fc.nat(), (whole, seed) => {
      sentBytes = 0;
      const stream = joined(damage(whole, seededRandom(seed)));
      device.receive(stream);
      expect(sentBytes).toBeLessThanOrEqual(24 * (stream.length + 24));
      device.powerOff(); // A reset among the commands must not keep the rest of them out.
    }),
    { numRuns: 10_000 },
  );
  sentBytes = 0;
  device.receive(encodeCommand(0, getVersion()));
  expect(sentBytes).toBe(5 + 11);
});

// ── The picture ────────────────────────────────────────────────────────────────────────────────────────────────────

async function smallJpeg(): Promise<Uint8Array> {
  const create = { width: 32, height: 16, channels: 3, background: '#345' } as const;
  return new Uint8Array(await sharp({ create }).jpeg().toBuffer());
}

test('a whole JPEG is told from one that lost its start, its end or its header', async () => {
  const jpeg = await smallJpeg();
  expect(examineJpeg(jpeg)).toMatchObject({ isWhole: true, widthPixels: 32, heightPixels: 16 });
  const padded = joined([jpeg, new Uint8Array(7)]);
  expect(examineJpeg(padded)).toMatchObject({ isWhole: true, bytes: jpeg });
  expect(examineJpeg(jpeg.subarray(1))).toMatchObject({ isWhole: false });
  expect(examineJpeg(jpeg.subarray(0, -1))).toMatchObject({ isWhole: false });
  expect(examineJpeg(joined([jpeg.subarray(0, 30), jpeg.subarray(60)]))).toMatchObject({
    isWhole: false,
  });
  expect(examineJpeg(Uint8Array.of(0xff, 0xd8, 0xff, 0xd9))).toMatchObject({ isWhole: false });
});

test('a JPEG whose header tells of no width or no height is no picture', async () => {
  const jpeg = await smallJpeg();
  // SOF0: marker, length, precision, and then height and width in two bytes each.
  const frame = Buffer.from(jpeg).indexOf(Buffer.from('ffc0', 'hex'));
  for (const at of [frame + 5, frame + 7]) {
    const empty = jpeg.slice();
    empty.fill(0, at, at + 2);
    expect(examineJpeg(empty)).toEqual({ isWhole: false, detail: 'a picture of no size' });
  }
});

// ── The emulated camera is no kinder than the real one ─────────────────────────────────────────────────────────────

/** A camera on the bench, already started: what is said to it, and what it answers. */
async function bench(serialNumber = 0) {
  const started = Promise.withResolvers<void>();
  const parser = new ReplyParser(serialNumber);
  let heard: (reply: CameraReply) => void = () => {};
  const device = new Vc0706Device({
    serialNumber,
    startMs: 0,
    look: () => smallJpeg(),
    send: (answer) => {
      started.resolve();
      for (const event of parser.push(answer)) if (event.kind === 'reply') heard(event.reply);
    },
    onBaudRate: () => {},
  });
  device.powerOn();
  onTestFinished(() => device.powerOff());
  await started.promise;
  const say = (command: CameraCommand): Promise<CameraReply> =>
    new Promise((resolve) => {
      heard = resolve;
      device.receive(encodeCommand(serialNumber, command));
    });
  const status = async (command: CameraCommand): Promise<number> => (await say(command)).status;
  return { device, say, status };
}

const raw = (commandCode: number, ...bytes: number[]): CameraCommand => ({
  code: commandCode,
  data: Uint8Array.from(bytes),
});

test('what is wrong is answered with the status that the data sheet gives it', async () => {
  const { status, device } = await bench();
  expect(await status(raw(0x11, 1))).toBe(STATUS.wrongLength);
  expect(await status(raw(COMMAND.setPort, 1, 0x12, 0x34))).toBe(STATUS.wrongFormat);
  expect(await status(writeRegister('imageSize', 0x33))).toBe(STATUS.wrongFormat);
  expect(await status(raw(COMMAND.readData, 4, 1, 0, 0x77))).toBe(STATUS.wrongFormat);
  expect(await status(raw(COMMAND.frameBufferControl, 9))).toBe(STATUS.wrongFormat);
  expect(await status(readFrame(0, 64))).toBe(STATUS.notNow);
  device.failNext(STATUS.failed);
  expect(await status(getVersion())).toBe(STATUS.failed);
  expect(await status(getVersion())).toBe(STATUS.done);
});

test('an unknown command is answered with status 1', () => {
  const answers: string[] = [];
  const device = new Vc0706Device({
    startMs: 0,
    look: () => smallJpeg(),
    send: (answer) => answers.push(hexadecimal(answer)),
    onBaudRate: () => {},
  });
  device.receive(encodeCommand(0, raw(0x7f)));
  expect(answers).toEqual(['76007f0100']);
});

test('only a frozen picture has a length and can be read, and not beyond its end', async () => {
  const { say, status, device } = await bench();
  expect(numberFrom((await say(getFrameLength())).data)).toBe(0);
  expect(await status(stopFrame())).toBe(STATUS.done);
  const length = numberFrom((await say(getFrameLength())).data);
  expect(length).toBe((await smallJpeg()).length);
  expect(await status(readFrame(8, length))).toBe(STATUS.wrongFormat);
  expect(await status(readFrame(4, 8))).toBe(STATUS.wrongFormat);
  expect(await status(readFrame(0, length))).toBe(STATUS.done);
  expect(await status(resumeFrame())).toBe(STATUS.done);
  expect(device.isFrozen).toBe(false);
  expect(await status(readFrame(0, 8))).toBe(STATUS.notNow);
});

test('another image size counts from the next start on, the compression until then', async () => {
  const { say, status, device } = await bench();
  await status(writeRegister('imageSize', 0x22));
  await status(writeRegister('compression', 0x80));
  expect((await say(readRegister('imageSize'))).data).toEqual(Uint8Array.of(0x22));
  expect([device.imageSize, device.compression]).toEqual(['640x480', 0x80]);
  expect(await status(reset())).toBe(STATUS.done);
  expect([device.imageSize, device.compression]).toEqual(['160x120', 0x36]);
});

// ── Over the wire ──────────────────────────────────────────────────────────────────────────────────────────────────

async function pluggedCamera(
  options: Partial<Vc0706EmulatorOptions> = {},
): Promise<Vc0706Emulator> {
  const emulator = new Vc0706Emulator({
    path: join(temporaryFolder(), 'camera'),
    pace: 'none',
    startMs: 50,
    ...options,
  });
  await emulator.line.plug();
  onTestFinished(() => emulator.line.unplug());
  return emulator;
}

async function openCamera(
  path: string,
  options: Partial<Vc0706CameraOptions> = {},
): Promise<Result<StillCamera, DeviceError>> {
  const transport = new SerialTransport({ path, baudRate: 38_400 });
  const opened = await openVc0706Camera({ transport, answerMs: 300, ...options });
  if (opened.ok) onTestFinished(() => opened.value.close());
  return opened;
}

/** At the true pace the emulated line is looked at for its rate, which takes its time on a machine under load. */
const PATIENT = { answerMs: 1_000 };

async function readyCamera(
  path: string,
  options: Partial<Vc0706CameraOptions> = {},
): Promise<StillCamera> {
  const opened = await openCamera(path, options);
  if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.detail}`);
  return opened.value;
}

/** The bytes of the picture that came are those that the camera saw. */
function expectPicture(taken: Result<StillPicture, DeviceError>, emulator: Vc0706Emulator): void {
  if (!taken.ok) throw new Error(`${taken.error.code}: ${taken.error.detail}`);
  expect(taken.value.mediaType).toBe('image/jpeg');
  expect(Buffer.compare(taken.value.bytes, emulator.lastSeen ?? new Uint8Array(0))).toBe(0);
}

test('a portrait arrives bit for bit, is a real JPEG, and grows on the way', async () => {
  const emulator = await pluggedCamera();
  const camera = await readyCamera(emulator.line.path);
  expect(camera.info).toMatchObject({ model: 'VC0706', firmware: 'VC0703 1.00', widthPixels: 640 });
  const received: number[] = [];
  const taken = await camera.takePicture(NEVER, (step) => received.push(step.receivedBytes));
  expectPicture(taken, emulator);
  expect(received.length).toBeGreaterThan(3);
  expect(received).toEqual(received.toSorted((a, b) => a - b));
  const metadata = taken.ok ? await sharp(taken.value.bytes).metadata() : undefined;
  expect(metadata).toMatchObject({ format: 'jpeg', width: 640, height: 480 });
  expect(emulator.device.isFrozen).toBe(false);
});

test('another image size is set by a restart, and the camera is raised to its fastest rate', async () => {
  const emulator = await pluggedCamera({ pace: 'real' });
  const camera = await readyCamera(emulator.line.path, {
    imageSize: '320x240',
    compression: 0x60,
    ...PATIENT,
  });
  expect(camera.info).toMatchObject({ widthPixels: 320, heightPixels: 240, baudRate: 115_200 });
  expect(emulator.device).toMatchObject({ imageSize: '320x240', compression: 0x60 });
  let firstAt = 0;
  let firstBytes = 0;
  let lastAt = 0;
  const taken = await camera.takePicture(NEVER, ({ receivedBytes }) => {
    lastAt = performance.now();
    if (firstAt > 0) return;
    firstAt = lastAt;
    firstBytes = receivedBytes;
  });
  expectPicture(taken, emulator);
  // Ten bits a byte, and the emulated line is never faster than the real one.
  const restBytes = (taken.ok ? taken.value.bytes.length : 0) - firstBytes;
  expect(restBytes).toBeGreaterThan(0);
  expect((lastAt - firstAt) / ((restBytes * 10_000) / 115_200)).toBeGreaterThan(0.9);
});

test.for(['refuses', 'keeps silent', 'agrees and stays'] as const)(
  'a camera that %s at a rate it does not have is worked at the next one',
  async (unknownRateManner) => {
    const emulator = await pluggedCamera({
      pace: 'real',
      imageSize: '160x120',
      fastestBaudRate: 57_600,
      unknownRateManner,
    });
    const camera = await readyCamera(emulator.line.path, { ...PATIENT, imageSize: '160x120' });
    expect(camera.info.baudRate).toBe(57_600);
    expectPicture(await camera.takePicture(NEVER), emulator);
  },
);

test('a camera that an earlier program left at another rate is found', async () => {
  const emulator = await pluggedCamera({ pace: 'real', imageSize: '160x120' });
  const first = await readyCamera(emulator.line.path, { ...PATIENT, imageSize: '160x120' });
  await first.close();
  expect(emulator.device.baudRate).toBe(115_200);
  const camera = await readyCamera(emulator.line.path, { ...PATIENT, imageSize: '160x120' });
  expectPicture(await camera.takePicture(NEVER), emulator);
});

test('a change of rate whose answer was lost is noticed at the new rate', async () => {
  const emulator = new Vc0706Emulator({
    path: join(temporaryFolder(), 'camera'),
    pace: 'real',
    startMs: 50,
    imageSize: '160x120',
  });
  // Good: what it says at its start, its version, and its image size.
  emulator.line.order({ kind: 'silence', answers: 1, after: 3 });
  await emulator.line.plug();
  onTestFinished(() => emulator.line.unplug());
  const camera = await readyCamera(emulator.line.path, { ...PATIENT, imageSize: '160x120' });
  expect(camera.info.baudRate).toBe(115_200);
  expectPicture(await camera.takePicture(NEVER), emulator);
});

const PART_FAULTS = [
  ['a part that is garbage', { kind: 'garbage', answers: 1 }],
  ['a part that lost its end', { kind: 'truncated', answers: 1, keptBytes: 700 }],
  ['a part that never came', { kind: 'silence', answers: 1 }],
  ['a part that came twice', { kind: 'duplicate', answers: 1 }],
  ['a part that came again in place of the next', { kind: 'repeat', answers: 1 }],
  ['parts that each came again in place of the next', { kind: 'repeat', answers: 2 }],
  ['parts that came twice one after the other', { kind: 'duplicate', answers: 3 }],
  ['a part that came late', { kind: 'slow', answers: 2, delayMs: 200 }],
] as const;

test.for(PART_FAULTS)('%s does not spoil the picture', async ([, fault]) => {
  const emulator = await pluggedCamera();
  const camera = await readyCamera(emulator.line.path);
  let parts = 0;
  const taken = await camera.takePicture(NEVER, () => {
    parts += 1;
    if (parts === 2) emulator.line.order(fault);
  });
  expectPicture(taken, emulator);
});

test.for(['duplicate', 'repeat'] as const)(
  'at the true pace of the line (%s) a part that came twice does not spoil the picture either',
  async (kind) => {
    const emulator = await pluggedCamera({ pace: 'real', imageSize: '320x240' });
    const camera = await readyCamera(emulator.line.path, { ...PATIENT, imageSize: '320x240' });
    let parts = 0;
    const taken = await camera.takePicture(NEVER, () => {
      parts += 1;
      if (parts === 1) emulator.line.order({ kind, answers: 1 });
    });
    expectPicture(taken, emulator);
  },
);

test('whichever part comes again in place of the next, the picture is right', async () => {
  const emulator = await pluggedCamera();
  const camera = await readyCamera(emulator.line.path);
  for (let struck = 1; struck <= 4; struck += 1) {
    let parts = 0;
    const taken = await camera.takePicture(NEVER, () => {
      parts += 1;
      if (parts === struck) emulator.line.order({ kind: 'repeat', answers: 1 });
    });
    expectPicture(taken, emulator);
  }
});

test('a camera that goes on failing is given up with the name of what failed', async () => {
  const emulator = await pluggedCamera();
  const camera = await readyCamera(emulator.line.path, { answerMs: 250 });
  emulator.device.failNext(STATUS.failed);
  expect(errorCode(await camera.takePicture(NEVER))).toBe('sensor-fault');
  const unclear = async (fault: CameraFault): Promise<Result<StillPicture, DeviceError>> => {
    emulator.clear();
    emulator.order(fault);
    return camera.takePicture(NEVER);
  };
  expect(errorCode(await unclear({ kind: 'busy' }))).toBe('not-ready');
  expect(errorCode(await unclear({ kind: 'silence' }))).toBe('no-answer');
  expect(errorCode(await unclear({ kind: 'garbage' }))).toBe('wrong-answer');
  expect(errorCode(await unclear({ kind: 'truncated', keptBytes: 900, after: 2 }))).toBe(
    'wrong-answer',
  );
  const repeated = await unclear({ kind: 'repeat' });
  // Never another picture than the one that was taken; mostly none at all.
  if (repeated.ok) expectPicture(repeated, emulator);
  else expect(errorCode(repeated)).toBe('wrong-answer');
  emulator.clear();
  expectPicture(await camera.takePicture(NEVER), emulator);
});

test.for([3, 2] as const)(
  'whether the camera resumes with %i or takes that for a step, nobody gets the picture of the one before',
  async (resumeFlag) => {
    const emulator = await pluggedCamera({ imageSize: '160x120', resumeFlag });
    const camera = await readyCamera(emulator.line.path, { imageSize: '160x120' });
    const first = await camera.takePicture(NEVER);
    expectPicture(first, emulator);
    emulator.seatPersonAt(30);
    const second = await camera.takePicture(NEVER);
    expect(second).not.toEqual(first);
    const seen = await pictureOfScene('160x120', DEFAULT_COMPRESSION, 30);
    expect(second.ok && Buffer.compare(second.value.bytes, seen)).toBe(0);
  },
);

test('a camera with another firmware says so', async () => {
  const emulator = await pluggedCamera({ imageSize: '160x120' });
  emulator.order({ kind: 'wrong-firmware' });
  const camera = await readyCamera(emulator.line.path, { imageSize: '160x120' });
  expect(camera.info.firmware).toBe('OV528  0.90');
  expectPicture(await camera.takePicture(NEVER), emulator);
});

test('a line that gives back what was said on it does not spoil the picture', async () => {
  const emulator = await pluggedCamera({ imageSize: '160x120' });
  emulator.order({ kind: 'echo' });
  const camera = await readyCamera(emulator.line.path, { imageSize: '160x120' });
  expectPicture(await camera.takePicture(NEVER), emulator);
});

test('cancelling in the middle of the picture answers at once, and the next one is whole and new', async () => {
  const emulator = await pluggedCamera({ pace: 'real', imageSize: '320x240' });
  const camera = await readyCamera(emulator.line.path, { ...PATIENT, imageSize: '320x240' });
  const cancel = new AbortController();
  const taken = camera.takePicture(cancel.signal, () => cancel.abort());
  expect(errorCode(await camera.takePicture(NEVER))).toBe('busy');
  expect(errorCode(await taken)).toBe('cancelled');
  emulator.seatPersonAt(-40);
  const before = emulator.lastSeen;
  const next = await camera.takePicture(NEVER);
  expectPicture(next, emulator);
  expect(emulator.lastSeen).not.toBe(before);
});

test.for([1, 5, 7, 12, 30, 6_000])(
  'a camera that is pulled after byte %i of its answers is disconnected, and can be opened again',
  async (bytes) => {
    const emulator = await pluggedCamera();
    const camera = await readyCamera(emulator.line.path);
    const closed = Promise.withResolvers<string>();
    camera.onClosed((reason) => closed.resolve(reason.kind));
    emulator.line.unplugAfter(bytes);
    expect(errorCode(await camera.takePicture(NEVER))).toBe('disconnected');
    expect(await closed.promise).toBe('lost');
    expect(errorCode(await camera.takePicture(NEVER))).toBe('disconnected');
    await emulator.line.plug();
    const again = await readyCamera(emulator.line.path);
    expectPicture(await again.takePicture(NEVER), emulator);
  },
);

test('a camera at a rate that is not allowed is told from one that keeps silent', async () => {
  const emulator = await pluggedCamera({ baudRate: 9_600, pace: 'real' });
  const opened = await openCamera(emulator.line.path, { answerMs: 80, baudRates: [38_400] });
  expect(errorCode(opened)).toBe('wrong-baud-rate');
});

test('a camera with another serial number, and a port where nothing answers, give no answer', async () => {
  const emulator = await pluggedCamera({ serialNumber: 5 });
  const quick = { answerMs: 80, baudRates: [38_400] as const };
  expect(errorCode(await openCamera(emulator.line.path, quick))).toBe('no-answer');
  const camera = await readyCamera(emulator.line.path, { serialNumber: 5 });
  expect(errorCode(await camera.checkAlive())).toBe('ok');
  const silent = await openPty(join(temporaryFolder(), 'silent'), () => {});
  onTestFinished(() => silent.close());
  expect(errorCode(await openCamera(silent.path, quick))).toBe('no-answer');
  await camera.close();
  expect(errorCode(await camera.checkAlive())).toBe('not-open');
});
