import { inventedFrame, joined, latin1 } from '../../../bench/soak/bytes.ts';
import type { Catalogue, Protocol, Reader } from '../../../bench/soak/protocol.ts';

const MESSAGE_BYTES = 4;

/** Four bytes are a message, and nothing is to be known of it but that. */
function read(message: Uint8Array): readonly string[] {
  return message.length === MESSAGE_BYTES ? [latin1(message)] : [];
}

/** Messages of bytes from 01 to 7F. What these readers do wrong, they do at others: only damage brings them about. */
function protocol(reader: () => Reader): () => Protocol {
  return () => ({
    name: 'faulty',
    carrier: 'messages',
    frames: (random, count) =>
      Array.from({ length: count }, () => {
        const bytes = Uint8Array.from({ length: MESSAGE_BYTES }, () => random.integer(1, 0x7f));
        return { pieces: [bytes], meaning: latin1(bytes) };
      }),
    reader,
    invented: (understood, { pieces }) => inventedFrame(understood, joined(pieces)),
    limits: { keptBytes: 1_000, lostFrames: 0, msPerThousandFrames: 5_000 },
  });
}

/** A reader that does something at one byte, and reads. */
function at(byte: number, act: () => void): () => Protocol {
  return protocol(() => ({
    keptBytes: 0,
    read: (message) => {
      if (message.includes(byte)) act();
      return read(message);
    },
  }));
}

const hoard: unknown[] = [];

function deafAfter(byte: number): Reader {
  let isDeaf = false;
  return {
    keptBytes: 0,
    read: (message) => {
      isDeaf ||= message.includes(byte);
      return isDeaf ? [] : read(message);
    },
  };
}

function keepsAll(): Reader {
  let keptBytes = 0;
  return {
    get keptBytes() {
      return keptBytes;
    },
    read: (message) => {
      keptBytes += message.length;
      return read(message);
    },
  };
}

export const PROTOCOLS: Catalogue = {
  healthy: protocol(() => ({ keptBytes: 0, read })),
  throws: at(0x00, () => {
    throw new TypeError('a zero');
  }),
  hangs: at(0xff, () => {
    for (;;);
  }),
  dies: at(0xff, () => {
    process.kill(process.pid, 'SIGKILL');
  }),
  leaks: protocol(() => ({
    keptBytes: 0,
    read: (message) => {
      hoard.push(Array.from({ length: 100 }, () => message.length));
      return read(message);
    },
  })),
  keeps: protocol(keepsAll),
  invents: protocol(() => ({
    keptBytes: 0,
    read: (message) => (message.includes(0x00) ? ['said by nobody'] : read(message)),
  })),
  'turns deaf': protocol(() => deafAfter(0xff)),
};
