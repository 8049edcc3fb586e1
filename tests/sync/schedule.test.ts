import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import {
  lastUploadTime,
  nextUploadTime,
  spreadOffsetMinutes,
  startUploadTimer,
  stationUploadTime,
} from '../../src/sync/schedule.ts';

const anySchedule = fc.record({
  stationId: fc.string({ minLength: 1 }),
  opensAt: fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([hours, minutes]) => [hours, minutes].map((n) => String(n).padStart(2, '0')).join(':')),
  spreadMinutes: fc.integer({ min: 0, max: 720 }),
});
const anyTime = fc.date({
  min: new Date('2025-01-01T00:00:00Z'),
  max: new Date('2035-01-01T00:00:00Z'),
  noInvalidDate: true,
});

test('the hour is the hour of Viet Nam', () => {
  const schedule = { stationId: 'ST-01', opensAt: '20:30', spreadMinutes: 0 };
  const at = (now: string): string => nextUploadTime(schedule, new Date(now)).toISOString();
  expect(at('2026-03-02T13:29:59.000Z')).toBe('2026-03-02T13:30:00.000Z');
  expect(at('2026-03-02T13:30:00.000Z')).toBe('2026-03-03T13:30:00.000Z');
});

test('a spread past midnight goes on into the next day', () => {
  const offset = spreadOffsetMinutes('ST-01', 60);
  const expected = `00:${String(offset - 1).padStart(2, '0')}`;
  const schedule = { stationId: 'ST-01', opensAt: '23:59', spreadMinutes: 60 };
  expect(offset).toBeGreaterThan(0);
  expect(stationUploadTime(schedule)).toBe(expected);
});

test('the next time is after now, within a day, and at the station minute', () => {
  fc.assert(
    fc.property(anySchedule, anyTime, (schedule, now) => {
      const next = nextUploadTime(schedule, now);
      const waitMs = next.getTime() - now.getTime();
      expect(waitMs).toBeGreaterThan(0);
      expect(waitMs).toBeLessThanOrEqual(86_400_000);
      const local = new Date(next.getTime() + 7 * 3_600_000).toISOString().slice(11, 19);
      expect(local).toBe(`${stationUploadTime(schedule)}:00`);
    }),
    { numRuns: 50 },
  );
});

test('a station keeps its minute, and a thousand stations spread over the whole window', () => {
  const offsets = Array.from({ length: 1000 }, (_, index) =>
    spreadOffsetMinutes(`ST-${index}`, 120),
  );
  expect(offsets).toEqual(offsets.map((_, index) => spreadOffsetMinutes(`ST-${index}`, 120)));
  const perMinute = new Map<number, number>();
  for (const offset of offsets) perMinute.set(offset, (perMinute.get(offset) ?? 0) + 1);
  expect(Math.min(...offsets)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...offsets)).toBeLessThan(120);
  expect(Math.max(...perMinute.values())).toBeLessThan(30);
});

test('the timer rings once a day at the minute of the station, until it is stopped', () => {
  vi.useFakeTimers({ now: new Date('2026-03-02T00:00:00.000Z') });
  try {
    const schedule = { stationId: 'ST-01', opensAt: '20:00', spreadMinutes: 120 };
    const rings: string[] = [];
    const timer = startUploadTimer(schedule, () => rings.push(new Date().toISOString()));
    vi.advanceTimersByTime(2 * 86_400_000);
    const first = nextUploadTime(schedule, new Date('2026-03-02T00:00:00.000Z'));
    const second = nextUploadTime(schedule, first);
    expect(rings).toEqual([first.toISOString(), second.toISOString()]);
    timer.stop();
    vi.advanceTimersByTime(2 * 86_400_000);
    expect(rings).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});

test('the last time is not after now, less than a day ago, and the next one follows it', () => {
  fc.assert(
    fc.property(anySchedule, anyTime, (schedule, now) => {
      const last = lastUploadTime(schedule, now);
      const agoMs = now.getTime() - last.getTime();
      expect(agoMs).toBeGreaterThanOrEqual(0);
      expect(agoMs).toBeLessThan(86_400_000);
      expect(nextUploadTime(schedule, now)).toEqual(nextUploadTime(schedule, last));
    }),
    { numRuns: 50 },
  );
});
