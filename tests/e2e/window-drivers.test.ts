import { expect, test } from 'vitest';
import type { ClauseOutcome } from '../../src/devices/conformance/contract.ts';
import { holdUvc, holdWedge } from '../../src/devices/conformance/window-bench.ts';
import { electronRuntime } from './support/station-window.ts';

const nobody = (): Promise<void> => Promise.reject(new Error('an emulator needs no person'));

const notPassed = (outcomes: readonly ClauseOutcome[]): readonly ClauseOutcome[] =>
  outcomes.filter(({ result }) => result !== 'passed');

test('the driver of this computer’s cameras bears out every clause in a real window', async () => {
  const outcomes = await holdUvc((await electronRuntime()).path, undefined, nobody);
  expect(notPassed(outcomes)).toEqual([]);
  expect(outcomes.length).toBeGreaterThan(12);
});

test('the scanner that types bears out every clause over real key events', async () => {
  const outcomes = await holdWedge((await electronRuntime()).path);
  expect(notPassed(outcomes)).toEqual([]);
  expect(outcomes.length).toBeGreaterThan(8);
});
