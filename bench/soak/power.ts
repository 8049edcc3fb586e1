import { seededRandom } from '../../src/station/training/seeded-random.ts';
import { powerCuts } from '../../tests/power/support/power-cuts.ts';
import { machineImage } from '../../tests/vm/support/machine-image.ts';

export interface PowerSoakOrder {
  readonly rounds: number;
  readonly seed: number;
  /** False for a store that does not wait for the disk, which must lose something. */
  readonly isCareful: boolean;
}

/**
 * Cuts off a virtual machine in which a station works, each time continued from the same disk; every other time the drive
 * has lost its cache as well.
 *
 * @returns the account; `ok` when everything that was confirmed on the console was found on the disk after every cut
 * @throws with what is missing where there can be no virtual machine
 */
export async function soakPower({ rounds, seed, isCareful }: PowerSoakOrder) {
  const image = await machineImage();
  if (!image.ok) throw new Error(image.error);
  const startedAt = performance.now();
  const { next: random } = seededRandom(seed);
  const account = await powerCuts(image.value, {
    rounds,
    random,
    losesCache: (round) => round % 2 === 0,
    isCareful,
    say: (sentence) => process.stderr.write(`${sentence}\n`),
  });
  const { confirmed, lost, duplicated, corrupt } = account;
  return {
    ok: confirmed > 0 && lost === 0 && duplicated === 0 && corrupt === 0,
    ...account,
    seconds: Math.round((performance.now() - startedAt) / 1000),
  };
}
