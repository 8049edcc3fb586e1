import { createHash } from 'node:crypto';
import { Cron } from 'croner';

/** All stations keep the time of Viet Nam, UTC+7 without summer time. */
export const STATION_TIME_ZONE = 'Asia/Ho_Chi_Minh';
const MINUTES_PER_DAY = 24 * 60;
const DAY_MS = 86_400_000;

export type UploadSchedule = {
  readonly stationId: string;
  /** Local `HH:MM` at which the first station may begin. */
  readonly opensAt: string;
  /** Stations begin at their own minute within so many minutes; 0 is all at once. */
  readonly spreadMinutes: number;
};

/**
 * The station's own minute within the spread: always the same for one station, even over all
 * stations, so that the ministry is not called by everybody at once.
 */
export function spreadOffsetMinutes(stationId: string, spreadMinutes: number): number {
  if (spreadMinutes <= 0) return 0;
  return createHash('sha256').update(stationId).digest().readUInt32BE(0) % spreadMinutes;
}

/** Local time at which this station sends: `HH:MM`. */
export function stationUploadTime(schedule: UploadSchedule): string {
  const [hours = 0, minutes = 0] = schedule.opensAt.split(':').map(Number);
  const offset = spreadOffsetMinutes(schedule.stationId, schedule.spreadMinutes);
  const minuteOfDay = (hours * 60 + minutes + offset) % MINUTES_PER_DAY;
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${pad(Math.floor(minuteOfDay / 60))}:${pad(minuteOfDay % 60)}`;
}

/** The next time to send, strictly after `now`. */
export function nextUploadTime(schedule: UploadSchedule, now: Date): Date {
  const next = new Cron(cronPattern(schedule), { timezone: STATION_TIME_ZONE }).nextRun(now);
  if (next === null) throw new Error('a daily time always comes again');
  return next;
}

/** The last time to send that has passed, `now` itself included. */
export function lastUploadTime(schedule: UploadSchedule, now: Date): Date {
  return nextUploadTime(schedule, new Date(now.getTime() - DAY_MS));
}

/** Calls `onTime` every day at the station's minute until it is stopped; does not hold the process. */
export function startUploadTimer(
  schedule: UploadSchedule,
  onTime: () => void,
): { stop: () => void } {
  const job = new Cron(cronPattern(schedule), { timezone: STATION_TIME_ZONE, unref: true }, onTime);
  return { stop: () => job.stop() };
}

function cronPattern(schedule: UploadSchedule): string {
  const [hours, minutes] = stationUploadTime(schedule).split(':').map(Number);
  return `0 ${minutes} ${hours} * * *`;
}
