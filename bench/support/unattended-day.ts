import { join } from 'node:path';
import { runUnattendedDay } from '../../src/cli/day/run-day.ts';
import { APPLICATION_DIRECTORY } from '../../src/cli/station-process.ts';
import type { StationClient } from '../../src/contract/station-client.ts';
import { dayFigures, TRAINING_KEY } from '../../src/station/index.ts';
import { childrenRunning, processorSeconds, residentBytes } from './process-figures.ts';
import { writePrintsFolder } from './sample-images.ts';
import { valueOf } from './value-of.ts';

/** What a day did to the station process; its emulator and its ministry are processes of their own. */
export interface MeasuredDay {
  readonly citizens: number;
  readonly seconds: number;
  readonly fingerprints: number;
  /** Bytes of all packets. */
  readonly packetBytes: number;
  /** Resident after each citizen, in order. */
  readonly residentBytes: readonly number[];
  /** The highest at any moment, of the whole process's life until the batch was acknowledged. */
  readonly peakBytes: number;
  /** Processor seconds of everything after capture, by the call that they were spent in. */
  readonly processorSeconds: Readonly<Record<string, number>>;
  /** Of the whole day, capture and start included. */
  readonly wholeDayProcessorSeconds: number;
}

/** Of a dossier: its capture ends where the first of these begins. */
const AFTER_CAPTURE = new Set(['dossier.confirm', 'dossier.slip', 'dossier.close']);
/** From here on there is no capture any more: sign-in, approval, sealing, upload, receipts. */
const END_OF_DAY = 'shift.end';
/** The station as it is shipped: from source, Node's removal of types alone takes some 60 MB. */
const STATION_BUNDLE = join(APPLICATION_DIRECTORY, 'out/station/index.js');
const days = new Map<number, Promise<MeasuredDay>>();

/** A full day at one seat. */
export const CITIZENS_OF_A_DAY = 100;

/** Why a station process cannot be looked at on this machine, as a sentence. */
export function whyNoMeasuredDay(): string | undefined {
  return process.platform === 'linux'
    ? undefined
    : 'processes are looked at through /proc of Linux';
}

/**
 * An unattended training day of `citizens`, all with the same ten prints: growing new ones for each takes the
 * emulator longer than everything that the station does. Two benchmarks of one run share it: only the first one's
 * `scratch` is used.
 */
export function measuredDay(citizens: number, scratch: string): Promise<MeasuredDay> {
  const known = days.get(citizens);
  if (known) return known;
  const day = measureDay(citizens, scratch);
  days.set(citizens, day);
  return day;
}

async function measureDay(citizens: number, scratch: string): Promise<MeasuredDay> {
  const dataDirectory = join(scratch, 'day');
  const printsDirectory = join(scratch, 'prints');
  await writePrintsFolder(printsDirectory);
  const watched: Watch[] = [];
  const { total: seconds } = await runUnattendedDay({
    boot: {
      dataDirectory,
      training: true,
      emulation: {
        scanner: true,
        pace: 'none',
        printsDirectory,
        seed: 1,
        ministry: true,
        sealingKey: 'hybrid',
      },
    },
    citizens,
    seed: 1,
    stationScript: STATION_BUNDLE,
    onStation: (client) => void watched.push(new Watch(client)),
    onConfirmed: () => watched.at(-1)?.citizenDone(),
    say: () => undefined,
  });
  const [watch] = watched;
  if (!watch || watched.length !== 1) throw new Error('the station died during the day');
  const { dossiers, captures, packets } = valueOf(
    dayFigures(dataDirectory, TRAINING_KEY, APPLICATION_DIRECTORY),
  );
  if (dossiers.acknowledged !== citizens) throw new Error(JSON.stringify(dossiers));
  return {
    citizens,
    seconds,
    fingerprints: captures.fingerprint,
    packetBytes: packets.bytes,
    ...watch.figures(),
  };
}

/** Reads the figures of one station process around the calls of the day. */
class Watch {
  readonly #pid: number;
  readonly #residentBytes: number[] = [];
  readonly #processorSeconds = new Map<string, number>();
  #peakBytes = 0;
  #lastSeconds = 0;
  #dayIsOver = false;

  constructor(client: StationClient) {
    const pid = childrenRunning(STATION_BUNDLE).at(-1);
    if (pid === undefined) throw new Error('the station process is not to be found');
    this.#pid = pid;
    const call = client.callUnchecked.bind(client);
    client.callUnchecked = async (name, input) => {
      this.#before(name);
      const answer = await call(name, input);
      this.#after(name);
      return answer;
    };
  }

  citizenDone(): void {
    this.#residentBytes.push(this.#resident().now);
  }

  figures(): Pick<
    MeasuredDay,
    'residentBytes' | 'peakBytes' | 'processorSeconds' | 'wholeDayProcessorSeconds'
  > {
    return {
      residentBytes: this.#residentBytes,
      peakBytes: this.#peakBytes,
      processorSeconds: Object.fromEntries(this.#processorSeconds),
      wholeDayProcessorSeconds: this.#lastSeconds,
    };
  }

  #before(name: string): void {
    if (name === END_OF_DAY) this.#dayIsOver = true;
    // What went on between two calls of a dossier's end counts with the next one.
    const alreadyCounting =
      this.#dayIsOver || (AFTER_CAPTURE.has(name) && name !== 'dossier.confirm');
    if (!alreadyCounting) this.#lastSeconds = this.#seconds();
  }

  #after(name: string): void {
    const seconds = this.#seconds();
    if (this.#dayIsOver || AFTER_CAPTURE.has(name)) {
      const spent = this.#processorSeconds.get(name) ?? 0;
      this.#processorSeconds.set(name, spent + seconds - this.#lastSeconds);
    }
    this.#lastSeconds = seconds;
    this.#peakBytes = this.#resident().peak;
  }

  #seconds(): number {
    return this.#ifAlive(processorSeconds(this.#pid));
  }

  #resident(): { now: number; peak: number } {
    return this.#ifAlive(residentBytes(this.#pid));
  }

  #ifAlive<T>(figure: T | undefined): T {
    if (figure === undefined) throw new Error('the station died during the day');
    return figure;
  }
}
