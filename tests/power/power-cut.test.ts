import { expect, test } from 'vitest';
import { seededRandom } from '../../src/station/training/seeded-random.ts';
import { machineImage } from '../vm/support/machine-image.ts';
import { powerCuts } from './support/power-cuts.ts';

/** On a machine that does nothing else, a cut takes half a minute. */
const LIMIT_MS = 900_000;

test(
  'three power cuts, two of them with a drive that loses its cache, leave everything that was confirmed on the disk',
  { timeout: LIMIT_MS },
  async ({ skip }) => {
    const image = await machineImage();
    if (!image.ok) return skip(image.error);
    // With this seed the first cut comes after a citizen was confirmed.
    const { next: random } = seededRandom(36);
    const account = await powerCuts(image.value, {
      rounds: 3,
      random,
      losesCache: (round) => round > 1,
      isCareful: true,
      say: (sentence) => process.stderr.write(`${sentence}\n`),
    });
    expect(account).toMatchObject({ rounds: 3, lost: 0, duplicated: 0, corrupt: 0 });
    expect(account.confirmed).toBeGreaterThan(0);
    expect(account.found).toBe(account.confirmed);
  },
);
