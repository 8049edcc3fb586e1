import { seededRandom } from '../../src/station/training/seeded-random.ts';
import {
  dayKilledAtRandom,
  dayOfFaults,
  inDayFolder,
} from '../../tests/faults/support/killed-day.ts';

export interface KillOrder {
  readonly rounds: number;
  readonly citizens: number;
  readonly seed: number;
}

/** The longest that a station lives: its start, some citizens, the batch. */
const LONGEST_MS = 2_500;

/**
 * Kills the station process (SIGKILL), each time continued from the same folder: first before and after each of its steps,
 * then at random moments, until it died as often as is wanted.
 *
 * @returns the account; `ok` when every confirmed dossier was found, once, and nothing else is wrong
 */
export async function soakKill({ rounds, citizens, seed }: KillOrder) {
  const startedAt = performance.now();
  return inDayFolder(async (folder) => {
    const { steps } = await dayOfFaults(folder, { citizens, fault: { act: 'die' } });
    const { next: random } = seededRandom(seed);
    const kills = Math.max(0, rounds - steps.length);
    const day = await dayKilledAtRandom(folder, { citizens, kills, longestMs: LONGEST_MS, random });
    const { confirmed, found, lost, duplicated, corrupt } = day;
    return {
      ok: confirmed > 0 && found === confirmed && duplicated === 0 && corrupt === 0,
      rounds: steps.length + day.rounds,
      steps: steps.length,
      confirmed,
      found,
      lost,
      duplicated,
      corrupt,
      seconds: Math.round((performance.now() - startedAt) / 1000),
    };
  });
}
