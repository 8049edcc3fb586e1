import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';

import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';

import { joined } from '../../bench/soak/bytes.ts';
import { damage } from '../../bench/soak/damage.ts';
import type { CameraHead } from '../../src/devices/camera-modality.ts';
import type { DeviceError } from '../../src/devices/device-error.ts';
import { openViscaCameraHead } from '../../src/devices/drivers/visca-camera-head.ts';
import type { ViscaCameraHeadOptions } from '../../src/devices/drivers/visca-camera-head.ts';
import { openPty } from '../../src/devices/emulators/pty.ts';
import type { Pty } from '../../src/devices/emulators/pty.ts';
import { ViscaDevice } from '../../src/devices/emulators/visca-device.ts';
import { ViscaEmulator } from '../../src/devices/emulators/visca-emulator.ts';
import type { ViscaEmulatorOptions } from '../../src/devices/emulators/visca-emulator.ts';
import {
  addressSet,
  cancelSocket,
  decodeCommand,
  encodeCommand,
  interfaceClear,
} from '../../src/devices/protocols/visca/commands.ts';
import type { ViscaCommand } from '../../src/devices/protocols/visca/commands.ts';
import { ViscaConversation } from '../../src/devices/protocols/visca/conversation.ts';
import {
  focusModeInquiry,
  panTiltInquiry,
  powerInquiry,
  versionInquiry,
  zoomInquiry,
} from '../../src/devices/protocols/visca/inquiries.ts';
import {
  BROADCAST_HEADER,
  commandHeader,
  encodePacket,
} from '../../src/devices/protocols/visca/packet.ts';
import {
  decodeReply,
  encodeReply,
  salvageReply,
} from '../../src/devices/protocols/visca/replies.ts';
import type { ViscaReply } from '../../src/devices/protocols/visca/replies.ts';
import { SerialTransport } from '../../src/devices/transports/serial.ts';
import { seededRandom } from '../../src/station/training/seeded-random.ts';
import type { Result } from '../../src/domain/result.ts';
import { errorCode, NEVER, temporaryFolder } from './emulated-module.ts';

const hexadecimal = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

// ── The words of the protocol ──────────────────────────────────────────────────────────────────────────────────────

test('commands are the bytes that the manual prints', () => {
  const said = (command: ViscaCommand): string =>
    hexadecimal(encodePacket(commandHeader(1), encodeCommand(command)));
  const drive = { kind: 'pan-tilt-drive', panSpeed: 0x18, tiltSpeed: 0x14 } as const;
  expect(said({ ...drive, pan: 'stop', tilt: 'up' })).toBe('8101060118140301ff');
  expect(said({ ...drive, pan: 'right', tilt: 'down' })).toBe('8101060118140202ff');
  expect(said({ ...drive, pan: 'stop', tilt: 'stop' })).toBe('8101060118140303ff');
  expect(said({ kind: 'pan-tilt-home' })).toBe('81010604ff');
  expect(
    said({ kind: 'pan-tilt-absolute', panSpeed: 1, tiltSpeed: 2, pan: -1440, tilt: 360 }),
  ).toBe('81010602' + '0102' + '0f0a0600' + '00010608' + 'ff');
  expect(said({ kind: 'zoom', direction: 'tele' })).toBe('8101040702ff');
  expect(said({ kind: 'zoom', direction: 'wide', speed: 7 })).toBe('8101040737ff');
  expect(said({ kind: 'zoom-direct', position: 0x4000 })).toBe('8101044704000000ff');
  expect(said({ kind: 'focus-mode', mode: 'auto' })).toBe('8101043802ff');
  expect(said({ kind: 'focus', direction: 'near' })).toBe('8101040803ff');
  expect(said({ kind: 'exposure-mode', mode: 'shutter-priority' })).toBe('810104390aff');
  expect(hexadecimal(encodePacket(BROADCAST_HEADER, addressSet()))).toBe('883001ff');
  expect(hexadecimal(encodePacket(BROADCAST_HEADER, interfaceClear()))).toBe('88010001ff');
  expect(hexadecimal(encodePacket(commandHeader(1), cancelSocket(2)))).toBe('8122ff');
});

const speed = fc.integer({ min: 1, max: 0x18 });
const steps = fc.integer({ min: -0x8000, max: 0x7fff });
const commands: fc.Arbitrary<ViscaCommand> = fc.oneof(
  fc.record({
    kind: fc.constant('power' as const),
    power: fc.constantFrom('on' as const, 'standby' as const),
  }),
  fc.record(
    {
      kind: fc.constant('zoom' as const),
      direction: fc.constantFrom('tele' as const, 'wide' as const),
      speed: fc.integer({ min: 0, max: 7 }),
    },
    { requiredKeys: ['kind', 'direction'] },
  ),
  fc.record({
    kind: fc.constant('zoom-direct' as const),
    position: fc.integer({ min: 0, max: 0xffff }),
  }),
  fc.record({
    kind: fc.constant('pan-tilt-drive' as const),
    panSpeed: speed,
    tiltSpeed: speed,
    pan: fc.constantFrom('left' as const, 'right' as const, 'stop' as const),
    tilt: fc.constantFrom('up' as const, 'down' as const, 'stop' as const),
  }),
  fc.record({
    kind: fc.constant('pan-tilt-absolute' as const),
    panSpeed: speed,
    tiltSpeed: speed,
    pan: steps,
    tilt: steps,
  }),
  fc.constantFrom<ViscaCommand>(
    { kind: 'pan-tilt-home' },
    { kind: 'zoom-stop' },
    { kind: 'focus-stop' },
    { kind: 'focus', direction: 'far' },
    { kind: 'focus', direction: 'near', speed: 3 },
    { kind: 'focus-mode', mode: 'manual' },
    { kind: 'exposure-mode', mode: 'full-auto' },
    { kind: 'exposure-mode', mode: 'bright' },
  ),
);

test('a command that was said is understood as it was meant', () => {
  fc.assert(
    fc.property(commands, (command) => {
      expect(decodeCommand(encodeCommand(command))).toEqual(command);
    }),
  );
});

const address = fc.integer({ min: 1, max: 7 });
const socket = fc.constantFrom(1 as const, 2 as const);
const replies: fc.Arbitrary<ViscaReply> = fc.oneof(
  fc.record({ kind: fc.constant('acknowledge' as const), address, socket }),
  fc.record({
    kind: fc.constant('completion' as const),
    address,
    socket: fc.constantFrom(0 as const, 1 as const, 2 as const),
    data: fc.uint8Array({ max: 0x7f, maxLength: 8 }),
  }),
  fc.record({
    kind: fc.constant('error' as const),
    address,
    socket: fc.constantFrom(0 as const, 1 as const, 2 as const),
    error: fc.constantFrom(
      'message-length' as const,
      'syntax' as const,
      'buffer-full' as const,
      'cancelled' as const,
      'no-socket' as const,
      'not-executable' as const,
    ),
  }),
  fc.record({ kind: fc.constant('network-change' as const), address }),
  fc.record({
    kind: fc.constant('address-set' as const),
    nextAddress: fc.integer({ min: 2, max: 8 }),
  }),
  fc.constant<ViscaReply>({ kind: 'interface-cleared' }),
);

test('a reply that was sent is read back as it was', () => {
  fc.assert(
    fc.property(replies, (reply) => {
      expect(decodeReply(encodeReply(reply))).toEqual(reply);
    }),
  );
});

test('a reply behind noise, or behind one that lost its end, is found all the same', () => {
  expect(salvageReply(Uint8Array.of(0x12, 0x77, 0x90, 0x41, 0xff))).toEqual({
    kind: 'acknowledge',
    address: 1,
    socket: 1,
  });
  expect(salvageReply(Uint8Array.of(0x90, 0x41, 0x90, 0x51, 0xff))).toMatchObject({
    kind: 'completion',
    socket: 1,
  });
  expect(salvageReply(Uint8Array.of(0x33, 0xff))).toBeUndefined();
});

// ── The way to the camera ──────────────────────────────────────────────────────────────────────────────────────────

test('ten thousand damaged commands neither crash the emulated camera nor make it talk on its own or go deaf', () => {
  const answers: ViscaReply[] = [];
  const device = new ViscaDevice({
    send: (bytes) => {
      const reply = decodeReply(bytes);
      if (reply === undefined) throw new Error(`no reply: ${hexadecimal(bytes)}`);
      answers.push(reply);
    },
  });
  const frames = commands.map((command) => {
    const bytes = encodePacket(commandHeader(1), encodeCommand(command));
    return { pieces: [bytes], meaning: '' };
  });
  fc.assert(
    fc.property(fc.array(frames, { minLength: 1, maxLength: 6 }), fc.nat(), (whole, seed) => {
      answers.length = 0;
      const stream = joined(damage(whole, seededRandom(seed)));
      device.receive(stream);
      expect(answers.length).toBeLessThanOrEqual(stream.length);
    }),
    { numRuns: 10_000 },
  );
  device.powerOff();
  device.powerOn();
  answers.length = 0;
  device.receive(encodePacket(commandHeader(1), zoomInquiry.message));
  expect(answers).toMatchObject([{ kind: 'completion', socket: 0 }]);
});

// ── Which reply is whose ───────────────────────────────────────────────────────────────────────────────────────────

const acknowledge = (number: 1 | 2): ViscaReply => ({
  kind: 'acknowledge',
  address: 1,
  socket: number,
});
const completion = (number: 0 | 1 | 2, ...data: number[]): ViscaReply => ({
  kind: 'completion',
  address: 1,
  socket: number,
  data: Uint8Array.from(data),
});

test('two commands that work at once are finished in whatever order their sockets say', () => {
  const conversation = new ViscaConversation();
  const move = conversation.begin({ kind: 'command' });
  expect(() => conversation.begin({ kind: 'command' })).toThrow('two requests');
  expect(conversation.accept(acknowledge(1))).toEqual([
    { kind: 'acknowledged', id: move, socket: 1 },
  ]);
  const zoom = conversation.begin({ kind: 'command' });
  conversation.accept(acknowledge(2));
  expect(conversation.accept(completion(2))).toMatchObject([{ kind: 'finished', id: zoom }]);
  expect(conversation.accept(completion(1))).toMatchObject([{ kind: 'finished', id: move }]);
});

test('an inquiry is answered between the acknowledgement and the completion of a command', () => {
  const conversation = new ViscaConversation();
  const move = conversation.begin({ kind: 'command' });
  conversation.accept(acknowledge(1));
  const inquiry = conversation.begin({ kind: 'inquiry', isAnswer: (data) => data.length === 4 });
  expect(conversation.accept(completion(0, 1, 2))).toMatchObject([{ kind: 'stray' }]);
  expect(conversation.accept(completion(0, 1, 2, 3, 4))).toMatchObject([
    { kind: 'finished', id: inquiry },
  ]);
  expect(conversation.accept(completion(1))).toMatchObject([{ kind: 'finished', id: move }]);
});

test('what is said twice is not taken for an answer to the next command', () => {
  const conversation = new ViscaConversation();
  conversation.begin({ kind: 'command' });
  conversation.accept(acknowledge(1));
  const next = conversation.begin({ kind: 'command' });
  expect(conversation.accept(acknowledge(1))).toMatchObject([{ kind: 'stray' }]);
  conversation.accept(completion(1));
  expect(conversation.accept(completion(1))).toMatchObject([{ kind: 'stray' }]);
  expect(conversation.accept(acknowledge(2))).toEqual([
    { kind: 'acknowledged', id: next, socket: 2 },
  ]);
});

test('a cancelled socket finishes both the command and the cancel', () => {
  const conversation = new ViscaConversation();
  const move = conversation.begin({ kind: 'command' });
  conversation.accept(acknowledge(2));
  const cancel = conversation.begin({ kind: 'cancel', socket: 2 });
  const cancelled: ViscaReply = { kind: 'error', address: 1, socket: 2, error: 'cancelled' };
  expect(conversation.accept(cancelled)).toMatchObject([
    { id: move, outcome: { kind: 'refused', error: 'cancelled' } },
    { id: cancel, outcome: { kind: 'done' } },
  ]);
  expect(conversation.workingCommands).toBe(0);
});

// ── The emulated camera is no kinder than the real one ─────────────────────────────────────────────────────────────

/** A camera on the bench: what is said to it, and what it answers. */
function bench(power: 'on' | 'standby' = 'on') {
  const answers: ViscaReply[] = [];
  const waiting: (() => void)[] = [];
  const device = new ViscaDevice({
    power,
    send: (bytes) => {
      const reply = decodeReply(bytes);
      if (reply === undefined) throw new Error(`no reply: ${hexadecimal(bytes)}`);
      answers.push(reply);
      for (const check of waiting) check();
    },
  });
  onTestFinished(() => device.powerOff());
  const say = (message: Uint8Array, header = commandHeader(1)): readonly ViscaReply[] => {
    answers.length = 0;
    device.receive(encodePacket(header, message));
    return Array.from(answers);
  };
  const order = (command: ViscaCommand): readonly ViscaReply[] => say(encodeCommand(command));
  const heard = (kind: ViscaReply['kind'], number: 0 | 1 | 2): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        const isThere = answers.some(
          (reply) => reply.kind === kind && 'socket' in reply && reply.socket === number,
        );
        if (isThere) resolve();
      };
      waiting.push(check);
      check();
    });
  return { device, answers, say, order, heard };
}

const farRight = {
  kind: 'pan-tilt-absolute',
  panSpeed: 5,
  tiltSpeed: 5,
  pan: 1440,
  tilt: 0,
} as const;
const error = (number: 0 | 1 | 2, name: string): object => ({
  kind: 'error',
  address: 1,
  socket: number,
  error: name,
});

test('a third command finds both sockets taken', () => {
  const { order } = bench();
  expect(order(farRight)).toEqual([acknowledge(1)]);
  expect(order({ kind: 'zoom-direct', position: 0x4000 })).toEqual([acknowledge(2)]);
  expect(order({ kind: 'focus-mode', mode: 'auto' })).toEqual([error(0, 'buffer-full')]);
});

test('a cancelled move stops where it is, and its socket takes the next command', () => {
  const { order, say, device } = bench();
  order(farRight);
  expect(say(cancelSocket(1))).toEqual([error(1, 'cancelled')]);
  expect(device.position.pan).toBeLessThan(100);
  expect(say(cancelSocket(1))).toEqual([error(1, 'no-socket')]);
  expect(order({ kind: 'zoom-stop' })).toEqual([acknowledge(1)]);
});

test('a newer move takes over, and the older one is told', async () => {
  const { order, heard } = bench();
  order(farRight);
  const answers = order({ ...farRight, pan: 0, panSpeed: 0x18 });
  expect(answers).toEqual([acknowledge(2), error(1, 'cancelled')]);
  await heard('completion', 2);
});

test('what is wrong is refused by name', () => {
  const { order, say, device, answers } = bench();
  expect(order({ ...farRight, panSpeed: 0x19 })).toEqual([error(0, 'syntax')]);
  expect(order({ ...farRight, pan: 1441 })).toEqual([error(0, 'syntax')]);
  expect(order({ kind: 'zoom-direct', position: 0x4001 })).toEqual([error(0, 'syntax')]);
  expect(say(Uint8Array.of(0x01, 0x04, 0x38))).toEqual([error(0, 'syntax')]);
  expect(say(Uint8Array.of(0x09, 0x05, 0x38))).toEqual([error(0, 'syntax')]);
  answers.length = 0;
  device.receive(Uint8Array.of(0x81, ...Array.from({ length: 15 }, () => 1), 0xff));
  expect(answers).toEqual([error(0, 'syntax')]);
  expect(order({ kind: 'focus', direction: 'near' })).toEqual([error(1, 'not-executable')]);
});

test('in standby the camera only tells of itself and lets itself be switched on', async () => {
  const { order, say, heard } = bench('standby');
  expect(order({ kind: 'pan-tilt-home' })).toEqual([error(1, 'not-executable')]);
  expect(say(powerInquiry.message)).toEqual([completion(0, 0x03)]);
  expect(order({ kind: 'power', power: 'on' })).toEqual([acknowledge(1)]);
  await heard('completion', 1);
  expect(say(powerInquiry.message)).toEqual([completion(0, 0x02)]);
});

test('inquiries, Address Set and IF_Clear are answered as the manual prints it', () => {
  const { order, say } = bench();
  expect(say(addressSet(), BROADCAST_HEADER)).toEqual([{ kind: 'address-set', nextAddress: 2 }]);
  expect(say(interfaceClear(), BROADCAST_HEADER)).toEqual([{ kind: 'interface-cleared' }]);
  expect(say(focusModeInquiry.message)).toEqual([completion(0, 0x02)]);
  expect(say(panTiltInquiry.message)).toEqual([completion(0, 0, 0, 0, 0, 0, 0, 0, 0)]);
  const [version] = say(versionInquiry.message);
  expect(version?.kind === 'completion' && versionInquiry.read(version.data)).toMatchObject({
    vendorCode: 0x0020,
    socketCount: 2,
  });
  order(farRight);
  expect(say(interfaceClear())).toEqual([completion(0)]);
  expect(say(cancelSocket(1))).toEqual([error(1, 'no-socket')]);
  expect(say(interfaceClear(), commandHeader(3))).toEqual([]);
});

// ── Over the wire ──────────────────────────────────────────────────────────────────────────────────────────────────

async function pluggedHead(options: Partial<ViscaEmulatorOptions> = {}): Promise<ViscaEmulator> {
  const emulator = new ViscaEmulator({
    path: join(temporaryFolder(), 'head'),
    baudRate: 9_600,
    pace: 'none',
    ...options,
  });
  await emulator.line.plug();
  onTestFinished(() => emulator.line.unplug());
  return emulator;
}

async function openHead(
  path: string,
  options: Partial<ViscaCameraHeadOptions> = {},
): Promise<Result<CameraHead, DeviceError>> {
  const transport = new SerialTransport({ path, baudRate: 9_600 });
  const opened = await openViscaCameraHead({
    transport,
    answerMs: 300,
    moveSettleMs: 400,
    ...options,
  });
  if (opened.ok) onTestFinished(() => opened.value.close());
  return opened;
}

async function readyHead(
  path: string,
  options: Partial<ViscaCameraHeadOptions> = {},
): Promise<CameraHead> {
  const opened = await openHead(path, options);
  if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.detail}`);
  return opened.value;
}

/** One turn that the camera has begun; the test goes on when the motors run. */
async function begunTurn(head: CameraHead, signal: AbortSignal = NEVER) {
  const turn = head.moveBy({ panDegrees: 90, tiltDegrees: 0 }, signal);
  let panDegrees = 0;
  while (panDegrees === 0) {
    const position = await head.position();
    if (!position.ok) throw new Error(position.error.detail);
    ({ panDegrees } = position.value);
  }
  return turn.then((moved) => ({ moved, seenPanDegrees: panDegrees }));
}

test('the head turns to the face by so many degrees, and not beyond its ends', async () => {
  const emulator = await pluggedHead({ pace: 'real' });
  const head = await readyHead(emulator.line.path);
  expect(head.info).toMatchObject({ make: 'Sony', model: 'EVI-D100' });
  const turned = await head.moveBy({ panDegrees: 5, tiltDegrees: -2.5 }, NEVER);
  expect(turned).toEqual({ ok: true, value: { panDegrees: 5, tiltDegrees: -2.5, zoom: 0 } });
  expect(emulator.device.position).toEqual({ pan: 72, tilt: -36, zoom: 0 });
  const ended = await head.moveBy({ panDegrees: 0, tiltDegrees: 200 }, NEVER);
  expect(ended).toMatchObject({ ok: true, value: { tiltDegrees: 25 } });
});

test('a turn takes as long as the motor takes at its speed', async () => {
  const head = await readyHead((await pluggedHead()).line.path);
  const startedAt = performance.now();
  expect(errorCode(await head.moveBy({ panDegrees: 40, tiltDegrees: 0 }, NEVER))).toBe('ok');
  // Two thirds of the fastest speed code is 10h: 52 degrees a second.
  expect(performance.now() - startedAt).toBeGreaterThan((40 / 52) * 1000 * 0.98);
});

test('head and lens move at the same time, and a second move of either is refused', async () => {
  const emulator = await pluggedHead();
  const head = await readyHead(emulator.line.path);
  const turn = begunTurn(head);
  const zoom = head.zoomTo(0.5, NEVER);
  expect(errorCode(await head.zoomTo(1, NEVER))).toBe('busy');
  expect(errorCode(await head.moveBy({ panDegrees: 1, tiltDegrees: 0 }, NEVER))).toBe('busy');
  expect(errorCode(await zoom)).toBe('ok');
  expect(emulator.device.position.zoom).toBe(0x2000);
  expect((await turn).moved).toMatchObject({ ok: true, value: { panDegrees: 90, zoom: 0.5 } });
});

test('with both sockets taken a third command is busy, and stop frees them', async () => {
  const emulator = await pluggedHead();
  const head = await readyHead(emulator.line.path);
  const turn = begunTurn(head);
  const zoom = head.zoomTo(1, NEVER);
  expect(errorCode(await head.position())).toBe('ok');
  expect(errorCode(await head.autofocus())).toBe('busy');
  expect(errorCode(await head.stop())).toBe('ok');
  expect(errorCode((await turn).moved)).toBe('cancelled');
  expect(errorCode(await zoom)).toBe('cancelled');
  const { pan, zoom: lens } = emulator.device.position;
  expect(pan).toBeLessThan(90 * 14.4);
  expect(lens).toBeLessThan(0x4000);
  emulator.device.setFocusMode('manual');
  expect(errorCode(await head.autofocus())).toBe('ok');
  expect(emulator.device.focusMode).toBe('auto');
});

test('aborting a turn halts the head, and the next turn goes on from there', async () => {
  const emulator = await pluggedHead();
  const head = await readyHead(emulator.line.path);
  const abort = new AbortController();
  const turn = head.moveBy({ panDegrees: 90, tiltDegrees: 0 }, abort.signal);
  while (emulator.device.position.pan === 0) await head.position();
  abort.abort();
  expect(errorCode(await turn)).toBe('cancelled');
  const halted = emulator.device.position.pan;
  expect(await head.moveBy({ panDegrees: 1, tiltDegrees: 0 }, NEVER)).toMatchObject({ ok: true });
  expect(emulator.device.position.pan).toBe(Math.round(halted + 14.4));
});

test('aborting a zoom halts the lens, also before the camera has acknowledged it', async () => {
  const emulator = await pluggedHead();
  const head = await readyHead(emulator.line.path);
  const early = new AbortController();
  const zoom = head.zoomTo(1, early.signal);
  await setImmediate();
  early.abort();
  expect(errorCode(await zoom)).toBe('cancelled');
  const halted = emulator.device.position.zoom;
  await head.position();
  expect(emulator.device.position.zoom).toBe(halted);
  expect(halted).toBeLessThan(0x4000);
  const late = new AbortController();
  const again = head.zoomTo(1, late.signal);
  while (emulator.device.position.zoom === halted) await setImmediate();
  late.abort();
  expect(errorCode(await again)).toBe('cancelled');
  const { zoom: lens } = emulator.device.position;
  await head.position();
  expect(emulator.device.position.zoom).toBe(lens);
});

test('a camera in standby is switched on, and one at the other rate is found', async () => {
  const emulator = await pluggedHead({ power: 'standby', baudRate: 38_400, pace: 'real' });
  const head = await readyHead(emulator.line.path, { answerMs: 1_000 });
  expect(errorCode(await head.moveBy({ panDegrees: 1, tiltDegrees: 1 }, NEVER))).toBe('ok');
});

test('a camera at a rate that its description does not allow is told from one that keeps silent', async () => {
  const emulator = await pluggedHead({ baudRate: 9_600, pace: 'real' });
  const opened = await openHead(emulator.line.path, { answerMs: 200, baudRates: [38_400] });
  expect(errorCode(opened)).toBe('wrong-baud-rate');
});

/** A turn is asked with an inquiry, acknowledged, and completed: which of these answers is struck, and how. */
const TURN_FAULTS = [
  ['garbage for the inquiry', { kind: 'garbage', answers: 1, after: 0 }],
  ['garbage for the acknowledgement', { kind: 'garbage', answers: 1, after: 1 }],
  ['a truncated answer', { kind: 'truncated', answers: 1, after: 0, keptBytes: 2 }],
  ['a truncated acknowledgement', { kind: 'truncated', answers: 1, after: 1, keptBytes: 2 }],
  ['a lost answer', { kind: 'silence', answers: 1, after: 0 }],
  ['a lost acknowledgement', { kind: 'silence', answers: 1, after: 1 }],
  ['a lost completion', { kind: 'silence', answers: 1, after: 2 }],
  ['every answer twice', { kind: 'duplicate', answers: 20, after: 0 }],
  ['an answer once more before the next', { kind: 'repeat', answers: 2, after: 0 }],
  ['an answer in one piece with the next', { kind: 'merged', answers: 1, after: 1 }],
  ['a line that gives back what was said on it', { kind: 'echo' }],
  ['slow answers', { kind: 'slow', answers: 3, after: 0, delayMs: 100 }],
] as const;

test.for(TURN_FAULTS)('%s: the head comes to its place', async ([, fault]) => {
  const emulator = await pluggedHead();
  const head = await readyHead(emulator.line.path);
  emulator.order(fault);
  const turned = await head.moveBy({ panDegrees: 2, tiltDegrees: 1 }, NEVER);
  expect(turned).toMatchObject({ ok: true, value: { panDegrees: 29 / 14.4 } });
  expect(emulator.device.position).toMatchObject({ pan: 29, tilt: 14 });
});

test('a head whose sockets somebody else uses is busy, and turns when they are free', async () => {
  const emulator = await pluggedHead();
  const head = await readyHead(emulator.line.path);
  emulator.order({ kind: 'busy' });
  expect(errorCode(await head.moveBy({ panDegrees: 2, tiltDegrees: 1 }, NEVER))).toBe('busy');
  expect(errorCode(await head.position())).toBe('ok');
  emulator.clear();
  emulator.order({ kind: 'busy', commands: 1 });
  expect(errorCode(await head.moveBy({ panDegrees: 2, tiltDegrees: 1 }, NEVER))).toBe('ok');
  expect(emulator.device.position).toMatchObject({ pan: 29, tilt: 14 });
});

test('a head of another model is named, and driven within the narrowest range', async () => {
  const emulator = await pluggedHead();
  emulator.order({ kind: 'wrong-firmware' });
  const head = await readyHead(emulator.line.path);
  expect(head.info).toMatchObject({ model: 'VISCA 0402', firmware: '0001' });
  expect(head.info.panDegrees).toEqual({ minimum: -100, maximum: 100 });
  expect(errorCode(await head.moveBy({ panDegrees: 1, tiltDegrees: 0 }, NEVER))).toBe('ok');
});

test('a head that loses its current in a turn gets an address again, and the turn is said again', async () => {
  const emulator = await pluggedHead();
  const head = await readyHead(emulator.line.path);
  const turn = head.moveBy({ panDegrees: 10, tiltDegrees: 0 }, NEVER);
  while (emulator.device.position.pan === 0) await setImmediate();
  emulator.device.powerOff();
  emulator.device.powerOn();
  expect(errorCode(await turn)).toBe('ok');
  expect(emulator.device.position.pan).toBe(144);
});

test('a line that gives back what was said on it, and has no camera, is no chain of cameras', async () => {
  const mirror: { pty?: Pty } = {};
  const path = join(temporaryFolder(), 'mirror');
  mirror.pty = await openPty(path, (bytes) => mirror.pty?.write(bytes));
  onTestFinished(() => mirror.pty?.close());
  expect(errorCode(await openHead(path, { answerMs: 100 }))).toBe('wrong-answer');
});

test('acknowledgements that were lost do not block the sockets for good', async () => {
  const emulator = await pluggedHead();
  const head = await readyHead(emulator.line.path);
  for (let turn = 0; turn < 3; turn += 1) {
    emulator.line.order({ kind: 'silence', answers: 1 });
    expect(errorCode(await head.autofocus())).toBe('ok');
  }
});

test('a turn that the camera forgot in the middle is said again', async () => {
  const emulator = await pluggedHead();
  const head = await readyHead(emulator.line.path);
  const turn = head.moveBy({ panDegrees: 10, tiltDegrees: 0 }, NEVER);
  while (emulator.device.position.pan === 0) await setImmediate();
  emulator.device.powerOff();
  expect(emulator.device.position.pan).toBeLessThan(144);
  expect(errorCode(await turn)).toBe('ok');
  expect(emulator.device.position.pan).toBe(144);
});

test('a camera that falls silent, and one that talks nonsense, are told apart', async () => {
  const emulator = await pluggedHead();
  const head = await readyHead(emulator.line.path);
  emulator.order({ kind: 'silence' });
  expect(errorCode(await head.checkAlive())).toBe('no-answer');
  emulator.clear();
  emulator.order({ kind: 'garbage' });
  expect(errorCode(await head.checkAlive())).toBe('wrong-answer');
  emulator.clear();
  expect(errorCode(await head.checkAlive())).toBe('ok');
});

test.for([1, 5, 10, 11, 12, 17])(
  'a head that is pulled after byte %i of its answers is disconnected, and can be opened again',
  async (bytes) => {
    const emulator = await pluggedHead();
    const head = await readyHead(emulator.line.path);
    const closed = Promise.withResolvers<string>();
    head.onClosed((reason) => closed.resolve(reason.kind));
    emulator.line.unplugAfter(bytes);
    expect(errorCode(await head.position())).toBe('disconnected');
    expect(await closed.promise).toBe('lost');
    expect(errorCode(await head.stop())).toBe('disconnected');
    await emulator.line.plug();
    expect(errorCode(await (await readyHead(emulator.line.path)).position())).toBe('ok');
  },
);

test('a port where nothing answers is no camera head', async () => {
  const silent = await openPty(join(temporaryFolder(), 'silent'), () => {});
  onTestFinished(() => silent.close());
  expect(errorCode(await openHead(silent.path, { answerMs: 100 }))).toBe('no-answer');
  expect(errorCode(await openHead(join(temporaryFolder(), 'nothing')))).toBe('port-not-found');
});

test('a head that was closed says so', async () => {
  const head = await readyHead((await pluggedHead()).line.path);
  await head.close();
  expect(errorCode(await head.position())).toBe('not-open');
});
