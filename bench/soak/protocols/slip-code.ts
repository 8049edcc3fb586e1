import { parseSlipCode, slipCode } from '../../../src/domain/slip-code.ts';
import type { Random } from '../../../src/station/training/seeded-random.ts';
import type { Frame, Protocol } from '../protocol.ts';
import { scanned } from './hid-pos.ts';

function slip(random: Random): Frame {
  const day = `${random.integer(24, 30)}${random.integer(10, 12)}${random.integer(10, 28)}`;
  const number = `HN${random.integer(10, 99)}-${day}-${random.integer(1_000, 9_999)}`;
  return { pieces: [Buffer.from(slipCode(number))], meaning: number };
}

export const slipCodes: Protocol = {
  name: 'slip-code',
  carrier: 'messages',
  frames: (random, count) => Array.from({ length: count }, () => slip(random)),
  regroup: (frames, sizes) => frames.map(({ meaning }) => scanned(slipCode(meaning), sizes)),
  reader: () => ({
    keptBytes: 0,
    read: (bytes) => {
      const number = parseSlipCode(Buffer.from(bytes).toString());
      return number.ok ? [number.value] : [];
    },
  }),
  invented: (understood, { pieces }) => {
    const whole = pieces.map((piece) => Buffer.from(piece).toString()).join('\n');
    return understood.find((number) => !whole.includes(slipCode(number)));
  },
  limits: { keptBytes: 0, lostFrames: 0, msPerThousandFrames: 1_000 },
};
