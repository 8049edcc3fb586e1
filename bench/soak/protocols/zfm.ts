import { PictureSize } from '../../../src/devices/drivers/zfm-picture-size.ts';
import { IncomingImage } from '../../../src/devices/drivers/zfm-incoming-image.ts';
import { ZfmExchange } from '../../../src/devices/protocols/zfm/exchange.ts';
import { isPlausibleGeometry } from '../../../src/devices/protocols/zfm/image.ts';
import {
  CHECKSUM_BYTES,
  encodePacket,
  HEADER_BYTES,
  MAXIMUM_PAYLOAD_BYTES,
  PACKET_TYPE,
  PacketParser,
} from '../../../src/devices/protocols/zfm/packet.ts';
import type { ZfmPacket } from '../../../src/devices/protocols/zfm/packet.ts';
import {
  decodeFirmwareVersion,
  decodeProductInfo,
  decodeSystemParameters,
} from '../../../src/devices/protocols/zfm/parameters.ts';
import type { Random } from '../../../src/station/training/seeded-random.ts';
import { inventedFrame, joined, latin1, lieAt, randomBytes } from '../bytes.ts';
import type { Frame, Limits, Protocol, Reader } from '../protocol.ts';

const LONGEST_PACKET_BYTES = HEADER_BYTES + MAXIMUM_PAYLOAD_BYTES + CHECKSUM_BYTES;
const SHORTEST_PACKET_BYTES = HEADER_BYTES + 1 + CHECKSUM_BYTES;

/** Data most often, as in an upload. */
const TYPES = [
  PACKET_TYPE.acknowledge,
  PACKET_TYPE.data,
  PACKET_TYPE.data,
  PACKET_TYPE.data,
  PACKET_TYPE.endOfData,
  PACKET_TYPE.command,
] as const;

export function zfmPackets(random: Random, count: number): readonly Frame[] {
  return Array.from({ length: count }, () => {
    const longest = random.pick([2, 16, 64, MAXIMUM_PAYLOAD_BYTES]);
    const bytes = encodePacket({
      address: random.chance(0.9) ? 0xffffffff : random.integer(0, 0xffffffff),
      type: random.pick(TYPES),
      payload: randomBytes(random, random.integer(1, longest)),
    });
    return { pieces: [bytes], meaning: latin1(bytes) };
  });
}

/** A sensor so small that pictures get whole, and packets come behind their end. */
const SENSOR = { widthPixels: 64, heightPixels: 64, resolutionPpi: 500 };

/** The host in an upload: packets, what they mean in the exchange, and the picture that they bring. */
export class ZfmReader implements Reader {
  readonly #parser = new PacketParser();
  #exchange = new ZfmExchange({ uploads: true });
  #image = new IncomingImage(SENSOR, () => {});

  get keptBytes(): number {
    return this.#parser.keptBytes;
  }

  read(piece: Uint8Array): readonly string[] {
    return this.#parser.push(piece).flatMap((event) => {
      if (event.kind === 'damaged') return [];
      this.#take(event.packet);
      return [latin1(encodePacket(event.packet))];
    });
  }

  #take(packet: ZfmPacket): void {
    const step = this.#exchange.accept(packet);
    switch (step.kind) {
      case 'data-follows':
        return;
      case 'data':
        return this.#image.add(step.bytes);
      case 'finished': {
        const { parameters } = step.acknowledgement;
        decodeSystemParameters(parameters);
        decodeFirmwareVersion(parameters);
        const product = decodeProductInfo(parameters);
        if (product !== undefined) isPlausibleGeometry(product);
        this.#image.add(parameters);
        return this.#startAnew();
      }
      case 'violation':
        return this.#startAnew();
    }
  }

  #startAnew(): void {
    if (new PictureSize(SENSOR, true).judge(this.#image.packed) === 'whole') {
      this.#image.finish(SENSOR);
    }
    if (this.#image.hasBegun) this.#image = new IncomingImage(SENSOR, () => {});
    this.#exchange = new ZfmExchange({ uploads: true });
  }
}

export const ZFM_LIMITS: Limits = {
  keptBytes: LONGEST_PACKET_BYTES - 1,
  // Noise that looks like the header of the longest packet is believed until as many bytes have come.
  lostFrames: Math.ceil(LONGEST_PACKET_BYTES / SHORTEST_PACKET_BYTES) + 1,
  msPerThousandFrames: 2_000,
};

export const zfm: Protocol = {
  name: 'zfm',
  carrier: 'stream',
  frames: zfmPackets,
  lie: (piece, random) => lieAt(piece, 7, 2, random),
  reader: () => new ZfmReader(),
  invented: (understood, { pieces }) => inventedFrame(understood, joined(pieces)),
  limits: ZFM_LIMITS,
};
