import { ViscaConversation } from '../../../src/devices/protocols/visca/conversation.ts';
import type { ViscaRequest } from '../../../src/devices/protocols/visca/conversation.ts';
import {
  focusModeInquiry,
  maximumSpeedInquiry,
  panTiltInquiry,
  powerInquiry,
  versionInquiry,
  zoomInquiry,
} from '../../../src/devices/protocols/visca/inquiries.ts';
import type { ViscaInquiry } from '../../../src/devices/protocols/visca/inquiries.ts';
import { MAXIMUM_PACKET_BYTES, PacketParser } from '../../../src/devices/protocols/visca/packet.ts';
import {
  encodeReply,
  salvageReply,
  VISCA_ERROR_CODES,
} from '../../../src/devices/protocols/visca/replies.ts';
import type {
  SocketNumber,
  ViscaErrorName,
  ViscaReply,
} from '../../../src/devices/protocols/visca/replies.ts';
import type { Random } from '../../../src/station/training/seeded-random.ts';
import { inventedFrame, joined, latin1 } from '../bytes.ts';
import type { Protocol, Reader } from '../protocol.ts';

const ERRORS = Object.keys(VISCA_ERROR_CODES) as ViscaErrorName[];
const SOCKETS: readonly SocketNumber[] = [0, 1, 2];

function reply(random: Random): ViscaReply {
  const address = random.chance(0.8) ? 1 : random.integer(1, 7);
  const socket = random.pick(SOCKETS);
  switch (random.integer(0, 9)) {
    case 0:
      return { kind: 'network-change', address };
    case 1:
      return { kind: 'address-set', nextAddress: random.integer(2, 8) };
    case 2:
      return { kind: 'interface-cleared' };
    case 3:
    case 4:
      return { kind: 'error', address, socket, error: random.pick(ERRORS) };
    case 5:
    case 6:
      return { kind: 'acknowledge', address, socket: random.pick([1, 2]) };
    default: {
      const length = random.pick([0, 0, 1, 2, 4, 7, 8]);
      const data = Uint8Array.from({ length }, () => random.integer(0, 0x0f));
      return { kind: 'completion', address, socket, data };
    }
  }
}

const INQUIRIES: readonly ViscaInquiry<unknown>[] = [
  powerInquiry,
  zoomInquiry,
  focusModeInquiry,
  panTiltInquiry,
  versionInquiry,
  maximumSpeedInquiry,
];

/** Requests in turn, as the driver makes them. */
const REQUESTS: readonly ViscaRequest[] = [
  { kind: 'command' },
  ...INQUIRIES.map((inquiry): ViscaRequest => ({
    kind: 'inquiry',
    isAnswer: (data) => inquiry.read(data) !== undefined,
  })),
  { kind: 'command' },
  { kind: 'cancel', socket: 1 },
  { kind: 'cancel', socket: 2 },
  { kind: 'interface-clear' },
  { kind: 'address-set' },
];

/** A request is given up when so many replies have gone by. */
const PATIENCE = 6;

/** The host: packets, replies, and whose they are. */
class ViscaReader implements Reader {
  readonly #parser = new PacketParser();
  readonly #conversation = new ViscaConversation();
  readonly #waiting = new Map<number, number>();
  #turn = 0;

  get keptBytes(): number {
    return this.#parser.keptBytes;
  }

  read(piece: Uint8Array): readonly string[] {
    return this.#parser.push(piece).flatMap(({ bytes }) => {
      const heard = salvageReply(bytes);
      if (heard === undefined) return [];
      this.#take(heard);
      return [latin1(encodeReply(heard))];
    });
  }

  #take(heard: ViscaReply): void {
    this.#ask();
    for (const step of this.#conversation.accept(heard)) {
      if (step.kind === 'stray') continue;
      if (!this.#waiting.has(step.id)) throw new Error(`nobody waits for request ${step.id}`);
      if (step.kind === 'finished') this.#waiting.delete(step.id);
    }
    for (const [id, since] of this.#waiting) {
      if (this.#turn - since < PATIENCE) continue;
      this.#conversation.forget(id);
      this.#waiting.delete(id);
    }
    if (this.#conversation.workingCommands > 2) throw new Error('a camera has two sockets');
    if (this.#conversation.workingCommands > this.#waiting.size) throw new Error('a lost command');
  }

  #ask(): void {
    this.#turn += 1;
    const request = REQUESTS[this.#turn % REQUESTS.length];
    if (request === undefined || !this.#conversation.isLineFree) return;
    this.#waiting.set(this.#conversation.begin(request), this.#turn);
  }
}

export const visca: Protocol = {
  name: 'visca',
  carrier: 'stream',
  frames: (random, count) =>
    Array.from({ length: count }, () => {
      const bytes = encodeReply(reply(random));
      return { pieces: [bytes], meaning: latin1(bytes) };
    }),
  reader: () => new ViscaReader(),
  invented: (understood, { pieces }) => inventedFrame(understood, joined(pieces)),
  limits: {
    keptBytes: MAXIMUM_PACKET_BYTES,
    // One that lost its terminator ends with the terminator of the next.
    lostFrames: 1,
    msPerThousandFrames: 1_000,
  },
};
