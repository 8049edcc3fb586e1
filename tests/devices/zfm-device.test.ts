import { expect, test } from 'vitest';

import { ZfmDevice } from '../../src/devices/emulators/zfm-device.ts';
import type { ZfmModule } from '../../src/devices/emulators/zfm-device.ts';
import {
  getImage,
  handshake,
  readProductInfo,
  readSystemParameters,
  setSystemParameter,
  uploadImage,
  verifyPassword,
} from '../../src/devices/protocols/zfm/commands.ts';
import {
  DEFAULT_ADDRESS,
  encodePacket,
  PACKET_TYPE,
  PacketParser,
} from '../../src/devices/protocols/zfm/packet.ts';
import type { ZfmPacket } from '../../src/devices/protocols/zfm/packet.ts';
import { testPrint } from './emulated-module.ts';

/** A module on the bench: what is said to it, and what it answered. */
function bench(options: Partial<ZfmModule> = {}) {
  const parser = new PacketParser();
  const answers: ZfmPacket[] = [];
  const line = { isSending: false };
  let heard = Promise.withResolvers<void>();
  const device = new ZfmDevice({
    profile: 'r503',
    baudRate: 57_600,
    ...options,
    isSending: () => line.isSending,
    send: (bytes) => {
      for (const event of parser.push(bytes)) {
        if (event.kind === 'packet') answers.push(event.packet);
      }
      heard.resolve();
    },
  });
  const say = (payload: Uint8Array, address = DEFAULT_ADDRESS): void => {
    answers.length = 0;
    heard = Promise.withResolvers<void>();
    device.receive(encodePacket({ address, type: PACKET_TYPE.command, payload }));
  };
  /** The confirmation code that the module answers with. */
  const ask = async (payload: Uint8Array): Promise<number | undefined> => {
    say(payload);
    await heard.promise;
    return answers[0]?.payload[0];
  };
  return { device, answers, line, say, ask };
}

test('without a finger the module takes no picture', async () => {
  const { ask } = bench();
  expect(await ask(getImage())).toBe(0x02);
});

test('a picture that was never taken is not uploaded', async () => {
  const { ask, answers } = bench();
  expect(await ask(uploadImage())).toBe(0x0f);
  expect(answers).toHaveLength(1);
});

test('the picture in the buffer outlives the finger, and goes out in packets that end with the last', async () => {
  const { device, ask, answers } = bench();
  device.place(testPrint('r503'));
  expect(await ask(getImage())).toBe(0x00);
  device.lift();
  expect(await ask(uploadImage())).toBe(0x00);
  expect(answers.slice(1, -1).every(({ type }) => type === PACKET_TYPE.data)).toBe(true);
  expect(answers.at(-1)?.type).toBe(PACKET_TYPE.endOfData);
  const bytes = answers.slice(1).reduce((total, { payload }) => total + payload.length, 0);
  expect(bytes).toBe((192 * 192) / 2);
});

test('a command with a wrong checksum is answered with 0x01', () => {
  const { device, answers } = bench();
  const command = { address: DEFAULT_ADDRESS, type: PACKET_TYPE.command, payload: getImage() };
  const bytes = encodePacket(command);
  bytes[bytes.length - 1] = 0xee;
  device.receive(bytes);
  expect(answers.map(({ payload }) => payload[0])).toEqual([0x01]);
});

test('an unknown command is answered with what its kind of module has for that', async () => {
  const older = bench({ profile: 'zfm-20' });
  expect(await older.ask(Uint8Array.of(0x77))).toBe(0x01);
  expect(await older.ask(readProductInfo())).toBe(0x01);
  expect(await older.ask(handshake())).toBe(0x01);
  expect(await bench().ask(Uint8Array.of(0x77))).toBe(0xfc);
});

test('a known command with wrong parameters, and data that nobody asked for, are answered with 0x01', async () => {
  const { device, ask, answers } = bench();
  expect(await ask(Uint8Array.of(0x13, 0))).toBe(0x01);
  answers.length = 0;
  const payload = Uint8Array.of(1, 2, 3);
  device.receive(encodePacket({ address: DEFAULT_ADDRESS, type: PACKET_TYPE.data, payload }));
  expect(answers.map((answer) => answer.payload[0])).toEqual([0x01]);
});

test('a packet for another address is not answered', () => {
  const { say, answers } = bench();
  say(handshake(), 0x12345678);
  expect(answers).toEqual([]);
  const other = bench({ address: 0x12345678 });
  other.say(handshake());
  expect(other.answers).toEqual([]);
  other.say(handshake(), 0x12345678);
  expect(other.answers).toMatchObject([{ address: 0x12345678 }]);
});

test('while it speaks the module is deaf', () => {
  const { say, answers, line } = bench();
  line.isSending = true;
  say(handshake());
  expect(answers).toEqual([]);
});

test('a locked module does nothing before its password', async () => {
  const { ask } = bench({ password: 0xcafe });
  expect(await ask(getImage())).toBe(0x21);
  expect(await ask(verifyPassword(1))).toBe(0x13);
  expect(await ask(verifyPassword(0xcafe))).toBe(0x00);
  expect(await ask(readSystemParameters())).toBe(0x00);
});

test('parameters that do not exist are refused', async () => {
  const { ask } = bench();
  expect(await ask(setSystemParameter('packetSize', 4))).toBe(0x1b);
  expect(await ask(setSystemParameter('baudRate', 13))).toBe(0x1b);
  expect(await ask(Uint8Array.of(0x0e, 9, 1))).toBe(0x1a);
});

test('an R503 has five line rates, the older modules twelve, and none another one', async () => {
  const older = bench({ profile: 'zfm-20' });
  for (let units = 1; units <= 12; units += 1) {
    const isOfR503 = [1, 2, 4, 6, 12].includes(units);
    expect(await bench().ask(setSystemParameter('baudRate', units))).toBe(isOfR503 ? 0x00 : 0x1b);
    expect(await older.ask(setSystemParameter('baudRate', units))).toBe(0x00);
  }
  expect(await older.ask(setSystemParameter('baudRate', 0))).toBe(0x1b);
  expect(() => bench({ baudRate: 76_800 })).toThrow('no line rate');
});

test('the status register tells of the password and of the picture, and not of the finger', async () => {
  const { device, ask, answers } = bench({ password: 7 });
  const status = async (): Promise<number | undefined> => {
    await ask(readSystemParameters());
    return answers[0]?.payload[2];
  };
  await ask(verifyPassword(7));
  device.place(testPrint('r503'));
  expect(await status()).toBe(0b0100);
  await ask(getImage());
  expect(await status()).toBe(0b1100);
});

test('a power cut forgets password and picture', async () => {
  const { device, ask } = bench({ password: 7 });
  await ask(verifyPassword(7));
  device.place(testPrint('r503'));
  await ask(getImage());
  device.powerOff();
  device.powerOn();
  expect(await ask(uploadImage())).toBe(0x21);
  await ask(verifyPassword(7));
  expect(await ask(uploadImage())).toBe(0x0f);
});
