import { expect, test } from 'vitest';
import { nextHolder } from '../../src/devices/rack/roles.ts';
import type { FitDevice } from '../../src/devices/rack/roles.ts';

const GRACE_MS = 1_500;
const at = (seconds: number): number => seconds * 1_000;

const scanner = (deviceId: string, more: Partial<FitDevice> = {}): FitDevice => ({
  deviceId,
  preferred: false,
  fallback: false,
  rank: 0,
  ...more,
});

test('the first device that is fit serves', () => {
  expect(nextHolder([scanner('a')], undefined, at(0), GRACE_MS)?.deviceId).toBe('a');
  expect(nextHolder([], undefined, at(0), GRACE_MS)).toBeUndefined();
});

test('of several, the one that takes more at once serves', () => {
  const fit = [scanner('single'), scanner('slap', { rank: 1 })];
  expect(nextHolder(fit, undefined, at(0), GRACE_MS)?.deviceId).toBe('slap');
});

test('who serves goes on serving when a better one is plugged in beside it', () => {
  const before = { deviceId: 'single', goneSince: undefined };
  const fit = [scanner('single'), scanner('slap', { rank: 1 })];
  expect(nextHolder(fit, before, at(9), GRACE_MS)).toEqual(before);
});

test('the one that a technician prefers serves at once', () => {
  const before = { deviceId: 'single', goneSince: undefined };
  const fit = [scanner('single'), scanner('other', { preferred: true })];
  expect(nextHolder(fit, before, at(9), GRACE_MS)?.deviceId).toBe('other');
});

test('within the grace time the role waits for the device that was pulled, and then passes on', () => {
  const serving = { deviceId: 'a', goneSince: undefined };
  const pulled = nextHolder([scanner('b')], serving, at(10), GRACE_MS);
  expect(pulled).toEqual({ deviceId: 'a', goneSince: at(10) });
  expect(nextHolder([scanner('b')], pulled, at(11), GRACE_MS)).toEqual(pulled);
  expect(nextHolder([scanner('a'), scanner('b')], pulled, at(11), GRACE_MS)).toEqual(serving);
  expect(nextHolder([scanner('b')], pulled, at(11.5), GRACE_MS)).toEqual({
    deviceId: 'b',
    goneSince: undefined,
  });
});

test('without another device the role stays with the one that is gone, for as long as it takes', () => {
  const gone = { deviceId: 'a', goneSince: at(10) };
  expect(nextHolder([], gone, at(99), GRACE_MS)).toEqual(gone);
  expect(nextHolder([scanner('a')], gone, at(99), GRACE_MS)?.goneSince).toBeUndefined();
});

test('one that serves for want of a better one makes way at once when a better one comes', () => {
  const before = { deviceId: 'serial camera', goneSince: undefined };
  const serial = scanner('serial camera', { fallback: true, rank: 9 });
  expect(nextHolder([serial], undefined, at(0), GRACE_MS)).toEqual(before);
  expect(nextHolder([serial, scanner('webcam')], before, at(9), GRACE_MS)).toEqual({
    deviceId: 'webcam',
    goneSince: undefined,
  });
});

test('one that serves for want of a better one stays where a technician prefers it', () => {
  const before = { deviceId: 'serial camera', goneSince: undefined };
  const serial = scanner('serial camera', { fallback: true, preferred: true });
  expect(nextHolder([serial, scanner('webcam')], before, at(9), GRACE_MS)).toEqual(before);
});
