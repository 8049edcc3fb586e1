import { expect, test } from 'vitest';
import { Throttle } from '../../src/devices/throttle.ts';

/** How many of so many, that come every `everyMs`, pass one in 30 ms. */
function passed(everyMs: number, count: number): number {
  const throttle = new Throttle(30);
  const arrivals = Array.from({ length: count }, (_, index) => index * everyMs);
  return arrivals.filter((at) => throttle.passes(at)).length;
}

test('a stream that is slower passes whole, also where it stumbles', () => {
  expect(passed(40, 100)).toBe(100);
  const throttle = new Throttle(30);
  const stumbling = [0, 40, 95, 120, 160, 215, 240];
  expect(stumbling.filter((at) => throttle.passes(at))).toEqual(stumbling);
});

test('a stream that is a little faster loses the few that are too many, not every other one', () => {
  expect(passed(27, 1000)).toBeGreaterThan(890);
  expect(passed(27, 1000)).toBeLessThan(910);
});

test('a flood is thinned to its rate, and a pause before it earns one picture more', () => {
  expect(passed(1, 3000)).toBe(101);
  const throttle = new Throttle(30);
  throttle.passes(0);
  const afterPause = Array.from({ length: 30 }, (_, index) => 10_000 + index);
  expect(afterPause.filter((at) => throttle.passes(at))).toEqual([10_000, 10_001]);
});
