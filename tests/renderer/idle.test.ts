import { expect, test } from 'vitest';
import { IDLE_WARNING_SECONDS, idleAt } from '../../src/renderer/features/session/idle.ts';

const MINUTE_MS = 60_000;

test('an untouched window warns for half a minute and then locks', () => {
  const lastSecondsMs = IDLE_WARNING_SECONDS * 1000;
  expect(idleAt(5 * MINUTE_MS - lastSecondsMs - 1, 0, 5)).toEqual({ kind: 'active' });
  expect(idleAt(5 * MINUTE_MS - lastSecondsMs, 0, 5)).toEqual({
    kind: 'warning',
    secondsLeft: IDLE_WARNING_SECONDS,
  });
  expect(idleAt(5 * MINUTE_MS - 1, 0, 5)).toEqual({ kind: 'warning', secondsLeft: 1 });
  expect(idleAt(5 * MINUTE_MS, 0, 5)).toEqual({ kind: 'lock' });
});

test('a touch begins the time anew', () => {
  expect(idleAt(5 * MINUTE_MS, 4 * MINUTE_MS, 5)).toEqual({ kind: 'active' });
});

test('a station set to no minutes never locks by itself', () => {
  expect(idleAt(1000 * MINUTE_MS, 0, 0)).toEqual({ kind: 'active' });
});
