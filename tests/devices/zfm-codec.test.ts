import fc from 'fast-check';
import { expect, test } from 'vitest';

import { ZfmExchange } from '../../src/devices/protocols/zfm/exchange.ts';
import {
  DEFAULT_GEOMETRY,
  familyGeometry,
  LARGEST_UPLOAD_BYTES,
  packPixels,
  R503_GEOMETRY,
  unpackPixels,
} from '../../src/devices/protocols/zfm/image.ts';
import { DEFAULT_ADDRESS, PACKET_TYPE } from '../../src/devices/protocols/zfm/packet.ts';
import type { PacketType } from '../../src/devices/protocols/zfm/packet.ts';
import {
  decodeFirmwareVersion,
  decodeProductInfo,
  decodeSystemParameters,
  encodeFirmwareVersion,
  encodeProductInfo,
  encodeSystemParameters,
  PACKET_SIZES_BYTES,
} from '../../src/devices/protocols/zfm/parameters.ts';
import { confirmationInWords } from '../../src/devices/protocols/zfm/confirmation.ts';

const word = fc.integer({ min: 0, max: 0xffff });
const ascii = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...Array.from('ABCxyz0189-')), maxLength });

test('a pixel keeps its four bits on the wire, the left one in the high nibble', () => {
  expect([...packPixels(Uint8Array.of(0xaa, 0x55))]).toEqual([0xa5]);
  const levels = fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 2, maxLength: 64 });
  fc.assert(
    fc.property(levels, (nibbles) => {
      const pixels = Uint8Array.from(nibbles.slice(0, nibbles.length & ~1), (level) => level * 17);
      const back = new Uint8Array(pixels.length);
      unpackPixels(packPixels(pixels), back, 0);
      expect(back).toEqual(pixels);
    }),
  );
});

test('the number of bytes tells the sizes of the family apart', () => {
  expect(familyGeometry(36_864)).toEqual(DEFAULT_GEOMETRY);
  expect(familyGeometry(18_432)).toEqual(R503_GEOMETRY);
  expect(familyGeometry(36_863)).toBeUndefined();
});

test('system parameters are read back as they were written', () => {
  const parameters = fc.record({
    statusRegister: word,
    systemIdentifier: word,
    librarySize: word,
    securityLevel: word,
    address: fc.integer({ min: 0, max: 0xffffffff }),
    packetSizeBytes: fc.constantFrom(...PACKET_SIZES_BYTES),
    baudRate: fc.integer({ min: 1, max: 12 }).map((units) => units * 9_600),
  });
  fc.assert(
    fc.property(parameters, (value) => {
      expect(decodeSystemParameters(encodeSystemParameters(value))).toEqual(value);
    }),
  );
});

test('product information is read back as it was written', () => {
  const info = fc.record({
    model: ascii(16),
    batchNumber: ascii(4),
    serialNumber: ascii(8),
    hardwareVersion: fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }))
      .map((parts) => parts.join('.')),
    sensorModel: ascii(8),
    widthPixels: word,
    heightPixels: word,
    templateSizeBytes: word,
    librarySize: word,
  });
  fc.assert(
    fc.property(info, (value) => {
      expect(decodeProductInfo(encodeProductInfo(value))).toEqual(value);
    }),
  );
});

test('answers that are too short or out of range are not taken for parameters', () => {
  expect(decodeSystemParameters(new Uint8Array(15))).toBeUndefined();
  expect(decodeSystemParameters(new Uint8Array(16).fill(0xff))).toBeUndefined();
  expect(decodeProductInfo(new Uint8Array(45))).toBeUndefined();
});

test('a module that sends more than a picture has is stopped', () => {
  const exchange = new ZfmExchange({ uploads: true });
  const packet = { address: DEFAULT_ADDRESS, payload: new Uint8Array(256) };
  const accept = (type: PacketType) => exchange.accept({ ...packet, type }).kind;
  expect(accept(PACKET_TYPE.acknowledge)).toBe('data-follows');
  for (let sentBytes = 256; sentBytes <= LARGEST_UPLOAD_BYTES; sentBytes += 256) {
    expect(accept(PACKET_TYPE.data)).toBe('data');
  }
  expect(accept(PACKET_TYPE.data)).toBe('violation');
});

test('a confirmation code is told in words, an unknown one with its number', () => {
  expect(confirmationInWords(0x02)).toBe('no finger on the sensor (0x02)');
  expect(confirmationInWords(0xee)).toBe('unknown confirmation code (0xee)');
});

test('a firmware version is read back as it was written, and an empty one is none', () => {
  fc.assert(
    fc.property(ascii(32), (version) => {
      const read = decodeFirmwareVersion(encodeFirmwareVersion(version));
      expect(read).toBe(version === '' ? undefined : version);
    }),
  );
  expect(decodeFirmwareVersion(new Uint8Array(31))).toBeUndefined();
});
