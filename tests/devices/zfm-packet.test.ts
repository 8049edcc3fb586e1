import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  encodePacket,
  MAXIMUM_PAYLOAD_BYTES,
  PACKET_TYPE,
  PacketParser,
} from '../../src/devices/protocols/zfm/packet.ts';
import type { ParserEvent } from '../../src/devices/protocols/zfm/packet.ts';

const packets = fc.record({
  address: fc.integer({ min: 0, max: 0xffffffff }),
  type: fc.constantFrom(...Object.values(PACKET_TYPE)),
  payload: fc.uint8Array({ minLength: 1, maxLength: MAXIMUM_PAYLOAD_BYTES }),
});

/** Noise on the line, with the header's own bytes more often than chance would bring them. */
const noise = fc
  .array(fc.oneof(fc.constantFrom(0xef, 0x01, 0x07), fc.integer({ min: 0, max: 255 })), {
    maxLength: 60,
  })
  .map((bytes) => Uint8Array.from(bytes));

const streams = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: packets.map(encodePacket) },
      { weight: 1, arbitrary: noise },
      {
        weight: 1,
        arbitrary: fc
          .tuple(packets.map(encodePacket), fc.nat(), fc.integer({ min: 1, max: 255 }))
          .map(([bytes, at, flip]) => {
            const index = at % bytes.length;
            bytes[index] = (bytes[index] ?? 0) ^ flip;
            return bytes;
          }),
      },
    ),
    { maxLength: 6 },
  )
  .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));

function parseInChunks(stream: Uint8Array, sizes: readonly number[]): ParserEvent[] {
  const parser = new PacketParser();
  const events: ParserEvent[] = [];
  let at = 0;
  for (let turn = 0; at < stream.length; turn += 1) {
    const size = sizes.length === 0 ? stream.length : (sizes[turn % sizes.length] ?? 1);
    events.push(...parser.push(stream.subarray(at, at + size)));
    at += size;
  }
  return events;
}

test('a packet that was encoded is read back as it was', () => {
  fc.assert(
    fc.property(packets, (packet) => {
      expect(parseInChunks(encodePacket(packet), [])).toEqual([{ kind: 'packet', packet }]);
    }),
  );
});

test('any chunking of a stream gives the same frames, with noise and damage in it too', () => {
  fc.assert(
    fc.property(
      streams,
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 }),
      (stream, sizes) => {
        expect(parseInChunks(stream, sizes)).toEqual(parseInChunks(stream, []));
      },
    ),
    { numRuns: 300 },
  );
});

test('a packet after noise without a header in it is found', () => {
  const plainNoise = noise.map((bytes) => bytes.filter((byte) => byte !== 0xef));
  fc.assert(
    fc.property(plainNoise, packets, (before, packet) => {
      const stream = Uint8Array.of(...before, ...encodePacket(packet));
      expect(parseInChunks(stream, [])).toEqual([{ kind: 'packet', packet }]);
    }),
  );
});

test('a wrong checksum is reported, and the next packet is found all the same', () => {
  const good = { address: 1, type: PACKET_TYPE.acknowledge, payload: Uint8Array.of(0) };
  const damaged = encodePacket({ ...good, payload: Uint8Array.of(9, 9, 9) });
  damaged[10] = 8;
  const stream = Uint8Array.of(...damaged, ...encodePacket(good));
  expect(parseInChunks(stream, [])).toEqual([
    { kind: 'damaged' },
    { kind: 'packet', packet: good },
  ]);
});

test('ten thousand mutated frames neither crash the parser nor make it deaf', () => {
  const parser = new PacketParser();
  fc.assert(
    fc.property(streams, (stream) => {
      parser.push(stream);
    }),
    { numRuns: 10_000 },
  );
  const packet = { address: 7, type: PACKET_TYPE.data, payload: Uint8Array.of(1, 2, 3) };
  parser.reset();
  expect(parser.push(encodePacket(packet))).toEqual([{ kind: 'packet', packet }]);
});
