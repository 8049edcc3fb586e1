import { randomUUID } from 'node:crypto';
import type { StationClient } from '../../contract/station-client.ts';
import { vietnameseDate } from '../../domain/calendar-date.ts';
import { syntheticCitizen } from '../../station/training/synthetic-citizen.ts';
import { TRAINING_USERS } from '../../station/training/training-users.ts';
import type { CliBoot } from '../station-process.ts';
import { startStation } from '../station-process.ts';
import { enrolCitizen } from './enrol-citizen.ts';
import { driverFor, StationDied } from './station-driver.ts';
import type { StationDriver } from './station-driver.ts';
import { PhaseClock } from './phase-clock.ts';

export interface DayOptions {
  readonly boot: CliBoot;
  readonly citizens: number;
  /** Entry point of the station; its source when it is not given. */
  readonly stationScript?: string;
  readonly seed: number;
  /** Each station process as it starts, the first and those after a death. */
  readonly onStation?: (client: StationClient) => void;
  /** A citizen number whose dossier the station has confirmed to the officer. */
  readonly onConfirmed?: (citizenNumber: string) => void;
  readonly say: (sentence: string) => void;
}

export interface DaySeconds {
  readonly total: number;
  readonly capture: number;
  readonly seal: number;
  readonly upload: number;
}

/**
 * An unattended day: officer, then supervisor. When the station process dies it is started again under
 * the same shell nonce, as the window would, and the day goes on where the store stands.
 */
export async function runUnattendedDay(options: DayOptions): Promise<DaySeconds> {
  const clock = new PhaseClock();
  const nonce = randomUUID();
  for (let starts = 1; ; starts += 1) {
    const client = await startStation(options.boot, nonce, options.stationScript);
    options.onStation?.(client);
    clock.follow(client);
    try {
      await wholeDay(driverFor(client), options, clock);
      await client.stop();
      return clock.seconds();
    } catch (cause) {
      if (!(cause instanceof StationDied)) {
        client.kill();
        throw cause;
      }
      if (starts >= MOST_STARTS) throw cause;
      options.say('The station process died; starting it again.');
    }
  }
}

/** A station that dies more often than this in one day will not finish it. */
const MOST_STARTS = 1000;

async function wholeDay(
  station: StationDriver,
  options: DayOptions,
  clock: PhaseClock,
): Promise<void> {
  await signIn(station, 'officer');
  const { shift } = await station.call('session.get', {});
  if (!shift) {
    await station.call('shift.start', {
      site: 'Trạm tập huấn',
      line: '1',
      seat: '1',
      quota: options.citizens,
    });
  }
  clock.begin('capture');
  const today = vietnameseDate(Date.now());
  for (let index = 0; index < options.citizens; index += 1) {
    const citizen = syntheticCitizen(options.seed * 1_000_000 + index, today);
    await enrolCitizen(station, citizen);
    options.onConfirmed?.(citizen.citizenNumber);
  }
  clock.end('capture');
  await station.call('shift.end', {});
  await signIn(station, 'supervisor');
  await approveAndSend(station);
}

async function signIn(station: StationDriver, role: keyof typeof TRAINING_USERS): Promise<void> {
  const { login, password } = TRAINING_USERS[role];
  await station.call('session.signIn', { login, password });
}

async function approveAndSend(station: StationDriver): Promise<void> {
  const day = await station.call('day.get', {});
  const captured = day.dossiers.filter((dossier) => dossier.state === 'captured');
  await station.call('day.approve', { dossierIds: captured.map((dossier) => dossier.dossierId) });
  const counts = (await station.call('day.get', {})).counts;
  if (counts.approved + counts.sealed > 0) await station.call('sync.sendNow', {});
  else if (counts.sent > 0) await station.call('sync.fetchReceipts', {});
}
