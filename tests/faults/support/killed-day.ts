import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runUnattendedDay } from '../../../src/cli/day/run-day.ts';
import type { StationClient } from '../../../src/contract/station-client.ts';
import { acceptedDossiersIn } from '../../../src/ministry/standings.ts';
import { dayFigures, TRAINING_KEY, verifyFolder } from '../../../src/station/index.ts';
import type { DayFigures, FolderVerdict } from '../../../src/station/index.ts';

export interface KilledDay {
  readonly kills: number;
  /** Citizen numbers whose dossier was confirmed to the officer, as the officer wrote them down. */
  readonly confirmed: ReadonlySet<string>;
  readonly figures: DayFigures;
  readonly verdict: FolderVerdict;
  readonly acceptedByMinistry: number;
}

/**
 * A day during which the station process is killed (SIGKILL) at random moments, each time continued
 * from the same folder, until it is through.
 * @param longestMs the longest time from the start of a station process to its death
 */
export async function killedDay(options: {
  citizens: number;
  kills: number;
  longestMs: number;
  random: () => number;
}): Promise<KilledDay> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'tram-killed-'));
  const confirmed = new Set<string>();
  let kills = 0;
  const killSoon = (client: StationClient): void => {
    if (kills >= options.kills) return;
    const timer = setTimeout(() => {
      kills += 1;
      client.kill();
    }, options.random() * options.longestMs);
    client.onExit(() => clearTimeout(timer));
  };
  const day = {
    boot: {
      dataDirectory,
      training: true,
      emulation: {
        scanner: true,
        pace: 'none',
        printsDirectory: null,
        seed: 7,
        ministry: true,
        sealingKey: 'hybrid',
      },
    },
    seed: 7,
    onStation: killSoon,
    onConfirmed: (citizenNumber: string) => void confirmed.add(citizenNumber),
    say: () => undefined,
  } as const;
  try {
    // A day that got through before all kills were spent is followed by one with more citizens.
    for (let citizens = options.citizens; ; citizens += options.citizens) {
      await runUnattendedDay({ ...day, citizens });
      if (kills >= options.kills) break;
    }
    return { kills, confirmed, ...(await resultOf(dataDirectory)) };
  } finally {
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

async function resultOf(
  directory: string,
): Promise<Pick<KilledDay, 'figures' | 'verdict' | 'acceptedByMinistry'>> {
  const figures = dayFigures(directory, TRAINING_KEY, process.cwd());
  const verdict = await verifyFolder({
    directory,
    key: TRAINING_KEY,
    migrationsDirectory: 'migrations',
  });
  if (!figures.ok || !verdict.ok) throw new Error('the folder cannot be read');
  return {
    figures: figures.value,
    verdict: verdict.value,
    acceptedByMinistry: acceptedDossiersIn(join(directory, 'ministry')),
  };
}
