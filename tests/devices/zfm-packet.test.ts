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

function parse(stream: Uint8Array): ParserEvent[] {
  return new PacketParser().push(stream);
}

test('a packet that was encoded is read back as it was', () => {
  fc.assert(
    fc.property(packets, (packet) => {
      expect(parse(encodePacket(packet))).toEqual([{ kind: 'packet', packet }]);
    }),
  );
});

test('a packet after noise without a header in it is found', () => {
  const plainNoise = noise.map((bytes) => bytes.filter((byte) => byte !== 0xef));
  fc.assert(
    fc.property(plainNoise, packets, (before, packet) => {
      const stream = Uint8Array.of(...before, ...encodePacket(packet));
      expect(parse(stream)).toEqual([{ kind: 'packet', packet }]);
    }),
  );
});

test('a wrong checksum is reported, and the next packet is found all the same', () => {
  const good = { address: 1, type: PACKET_TYPE.acknowledge, payload: Uint8Array.of(0) };
  const damaged = encodePacket({ ...good, payload: Uint8Array.of(9, 9, 9) });
  damaged[10] = 8;
  const stream = Uint8Array.of(...damaged, ...encodePacket(good));
  expect(parse(stream)).toEqual([{ kind: 'damaged' }, { kind: 'packet', packet: good }]);
});
