import { describe, expect, it } from 'vitest';
import { ATTEMPTS_PER_FINGER, capturePlan } from '../../src/domain/capture-plan.ts';
import type { FingerPosition } from '../../src/domain/finger-position.ts';
import {
  FINGER_POSITIONS,
  fingerPositionFromIsoCode,
  isoFingerCode,
} from '../../src/domain/finger-position.ts';

const thresholds = { finger: 40, index: 50 };
const plan = (attempts: [FingerPosition, number[]][], exceptions: FingerPosition[] = []) =>
  capturePlan({
    required: true,
    attempts: new Map(attempts),
    exceptions: new Set(exceptions),
    thresholds,
  });

describe('the capture plan', () => {
  it('asks for ten fingers, right thumb first', () => {
    expect(plan([]).steps.map((step) => step.position)).toEqual([...FINGER_POSITIONS]);
    expect(plan([]).next).toBe('right-thumb');
  });

  it('goes on to the next finger after a good print, and asks again after a weak one', () => {
    expect(plan([['right-thumb', [41]]]).next).toBe('right-index');
    expect(plan([['right-thumb', [39]]]).next).toBe('right-thumb');
  });

  it('holds the index fingers, which the card prints, to a stricter threshold', () => {
    const steps = plan([
      ['right-index', [45]],
      ['right-middle', [45]],
    ]).steps;
    expect(steps.find((step) => step.position === 'right-index')?.state).toBe('weak');
    expect(steps.find((step) => step.position === 'right-middle')?.state).toBe('done');
  });

  it('keeps the best of three weak attempts and goes on', () => {
    const attempts = [12, 30, 20];
    expect(attempts).toHaveLength(ATTEMPTS_PER_FINGER);
    const { steps, next } = plan([['right-thumb', attempts]]);
    expect(steps[0]).toMatchObject({ state: 'weak', bestQuality: 30, attempts: 3 });
    expect(next).toBe('right-index');
  });

  it('passes over a finger that cannot be taken, and is complete when nothing is open', () => {
    const rest = FINGER_POSITIONS.slice(1).map((position): [FingerPosition, number[]] => [
      position,
      [80],
    ]);
    expect(plan(rest).complete).toBe(false);
    expect(plan(rest, ['right-thumb'])).toMatchObject({ complete: true, next: undefined });
  });

  it('asks nothing of a child under six', () => {
    const none = capturePlan({
      required: false,
      attempts: new Map(),
      exceptions: new Set(),
      thresholds,
    });
    expect(none).toEqual({ steps: [], next: undefined, complete: true });
  });

  it('names fingers by the codes of ISO/IEC 19794-4', () => {
    expect(isoFingerCode('right-thumb')).toBe(1);
    expect(isoFingerCode('left-little')).toBe(10);
    for (const position of FINGER_POSITIONS) {
      expect(fingerPositionFromIsoCode(isoFingerCode(position))).toBe(position);
    }
    expect(fingerPositionFromIsoCode(0)).toBeUndefined();
    expect(fingerPositionFromIsoCode(11)).toBeUndefined();
  });
});
