import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runUnattendedDay } from '../../../src/cli/day/run-day.ts';
import { CallFailed } from '../../../src/cli/day/station-driver.ts';
import type { StationClient } from '../../../src/contract/station-client.ts';
import { accountFor } from './account.ts';
import type { Account } from './account.ts';
import type { Fault } from './fault.ts';

const FAULTY_STATION = fileURLToPath(new URL('./faulty-station.ts', import.meta.url));
const WATCHED_STATION = fileURLToPath(new URL('./watched-station.ts', import.meta.url));

export interface KilledDay extends Account {
  /** How often the station process died. */
  readonly rounds: number;
  /** The steps that it died at, as `fault.ts` names them; none where it was killed at random. */
  readonly steps: readonly string[];
}

export interface DayFolder {
  readonly dataDirectory: string;
  /** Citizen numbers whose dossier was confirmed to the officer, as the officer wrote them down. */
  readonly confirmed: Set<string>;
}

/** Works in a new folder, which is gone afterwards. */
export async function inDayFolder<T>(work: (folder: DayFolder) => Promise<T>): Promise<T> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'tram-killed-'));
  try {
    return await work({ dataDirectory, confirmed: new Set() });
  } finally {
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

/**
 * A day during which the station process is killed (SIGKILL) at random moments, each time continued from the same folder,
 * until it is through.
 * @param longestMs the longest time from the start of a station process to its death
 */
export async function dayKilledAtRandom(
  folder: DayFolder,
  options: { citizens: number; kills: number; longestMs: number; random: () => number },
): Promise<KilledDay> {
  let rounds = 0;
  const killSoon = (client: StationClient): void => {
    if (rounds >= options.kills) return;
    const timer = setTimeout(() => {
      rounds += 1;
      client.kill();
    }, options.random() * options.longestMs);
    client.onExit(() => clearTimeout(timer));
  };
  // A day that got through before all kills were spent is followed by one with more citizens.
  for (let citizens = options.citizens; ; citizens += options.citizens) {
    await day(folder, { citizens, onStation: killSoon });
    if (rounds >= options.kills) break;
  }
  return { rounds, steps: [], ...(await accountFor(folder.dataDirectory, folder.confirmed, true)) };
}

/**
 * A day during which every step goes wrong once, before it is done and after: the station dies there, or the system
 * refuses, or takes its time. What one fault passed over comes with more citizens: it goes on until there is no other step.
 */
export async function dayOfFaults(
  folder: DayFolder,
  options: { citizens: number; fault: Fault },
): Promise<KilledDay> {
  const file = `${folder.dataDirectory}.steps`;
  let steps: readonly string[] = [];
  let known = -1;
  try {
    for (let citizens = options.citizens; steps.length > known; citizens += options.citizens) {
      known = steps.length;
      await withFault(options.fault, file, () => repeatedDay(folder, citizens));
      steps = readFileSync(file, 'utf8').trimEnd().split('\n');
    }
    const account = await accountFor(folder.dataDirectory, folder.confirmed, true);
    return { rounds: steps.length, steps, ...account };
  } finally {
    await rm(file, { force: true });
  }
}

/** What the station refuses is done again by who wanted it; each step refuses once. */
async function repeatedDay(folder: DayFolder, citizens: number): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await day(folder, { citizens, stationScript: FAULTY_STATION });
      return;
    } catch (cause) {
      if (!(cause instanceof CallFailed) || attempt >= MOST_ATTEMPTS) throw cause;
    }
  }
}

/** There are not so many steps. */
const MOST_ATTEMPTS = 300;

/** A day of which nobody kills anything; what it wrote outside of a step is in the report. */
export async function watchedDay(
  folder: DayFolder,
  options: { citizens: number; report: string },
): Promise<void> {
  const environment = {
    TRAM_SILENT_WRITES: options.report,
    TRAM_WATCHED_FOLDER: folder.dataDirectory,
  };
  await withEnvironment(environment, () =>
    day(folder, { citizens: options.citizens, stationScript: WATCHED_STATION }),
  );
}

function day(
  { dataDirectory, confirmed }: DayFolder,
  options: {
    citizens: number;
    onStation?: (client: StationClient) => void;
    stationScript?: string;
  },
): Promise<unknown> {
  return runUnattendedDay({
    ...options,
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
    onConfirmed: (citizenNumber) => void confirmed.add(citizenNumber),
    say: () => undefined,
  });
}

/** Station processes that are started meanwhile suffer the fault. */
function withFault<T>(fault: Fault, file: string, work: () => Promise<T>): Promise<T> {
  return withEnvironment({ TRAM_FAULT: JSON.stringify(fault), TRAM_STEPS: file }, work);
}

async function withEnvironment<T>(
  environment: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  Object.assign(process.env, environment);
  try {
    return await work();
  } finally {
    for (const name of Object.keys(environment)) delete process.env[name];
  }
}
