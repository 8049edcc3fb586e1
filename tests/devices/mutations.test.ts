import { expect, test } from 'vitest';

import { soakFrames } from '../../bench/soak/frames.ts';
import { PROTOCOLS } from '../../bench/soak/protocols/index.ts';

/** Other frames in every run; `npm run soak -- frames` hears the same ones again with the seed that a failure names. */
const seed = Math.floor(Math.random() * 1_000_000_000);

test.each(Object.keys(PROTOCOLS))(
  'ten thousand damaged frames of %s neither crash, hang, fill nor deafen its parser, and it invents nothing',
  async (protocol) => {
    const verdict = await soakFrames({ protocol, frames: 10_000, seed });
    expect(verdict, JSON.stringify(verdict.breach)).toMatchObject({
      frames: 10_000,
      crashes: 0,
      hangs: 0,
    });
    expect(verdict.breach).toBeUndefined();
  },
  300_000,
);
