import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaptureStepView } from '../../src/contract/views.ts';
import { ERROR_CODES } from '../../src/contract/errors.ts';
import { ATTEMPTS_PER_FINGER } from '../../src/domain/capture-plan.ts';
import { FINGER_POSITIONS } from '../../src/domain/finger-position.ts';
import {
  afterFailure,
  afterPrint,
  FAILURES_IN_A_ROW,
  finishedCount,
  SHOW_ACCEPTED_MS,
  SHOW_WEAK_MS,
} from '../../src/renderer/features/fingerprints/capture-flow.ts';

function step(change: Partial<CaptureStepView> = {}): CaptureStepView {
  return {
    position: 'right-thumb',
    state: 'open',
    attempts: 0,
    bestQuality: null,
    threshold: 40,
    bestCaptureId: null,
    reasons: [],
    exception: null,
    ...change,
  };
}

const thumbDone = { steps: [step({ state: 'done', attempts: 1 })], next: 'right-index' } as const;

describe('after a print', () => {
  test('an accepted one brings the next finger of the plan by itself', () => {
    const fingerprints = { ...thumbDone, steps: [...thumbDone.steps] };
    expect(
      afterPrint({ position: 'right-thumb', accepted: true, fingerprints, automatic: true }),
    ).toEqual({ kind: 'capture', position: 'right-index', delayMs: SHOW_ACCEPTED_MS });
  });

  test('a weak one asks for the same finger while it has attempts left', () => {
    const fingerprints = {
      steps: [step({ state: 'weak', attempts: 2 })],
      next: 'right-thumb' as const,
    };
    expect(
      afterPrint({ position: 'right-thumb', accepted: false, fingerprints, automatic: true }),
    ).toEqual({ kind: 'capture', position: 'right-thumb', delayMs: SHOW_WEAK_MS });
  });

  test('the third weak one goes on to the next finger', () => {
    const fingerprints = {
      steps: [step({ state: 'weak', attempts: ATTEMPTS_PER_FINGER })],
      next: 'right-index' as const,
    };
    expect(
      afterPrint({ position: 'right-thumb', accepted: false, fingerprints, automatic: true }),
    ).toMatchObject({ kind: 'capture', position: 'right-index' });
  });

  test('nothing starts by itself once it is switched off, and the next finger is chosen', () => {
    const fingerprints = { ...thumbDone, steps: [...thumbDone.steps] };
    expect(
      afterPrint({ position: 'right-thumb', accepted: true, fingerprints, automatic: false }),
    ).toEqual({ kind: 'rest', position: 'right-index' });
  });

  test('the last finger ends the work', () => {
    const fingerprints = { steps: [step({ state: 'done', attempts: 1 })], next: null };
    expect(
      afterPrint({ position: 'right-thumb', accepted: true, fingerprints, automatic: true }),
    ).toEqual({ kind: 'rest', position: 'right-thumb' });
  });

  test('the flow never asks for a finger whose attempts are used up', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: ATTEMPTS_PER_FINGER }),
        fc.boolean(),
        fc.constantFrom(...FINGER_POSITIONS),
        (attempts, accepted, next) => {
          const position = 'left-little';
          const steps = [step({ position, attempts, state: accepted ? 'done' : 'weak' })];
          const fingerprints = { steps, next: next === position ? null : next };
          const move = afterPrint({ position, accepted, fingerprints, automatic: true });
          if (move.kind === 'capture' && move.position === position) {
            expect(attempts).toBeLessThan(ATTEMPTS_PER_FINGER);
            expect(accepted).toBe(false);
          }
        },
      ),
    );
  });
});

describe('after an attempt that gave no print', () => {
  const failure = {
    position: 'right-thumb' as const,
    fingerprints: { steps: [step()], next: 'right-thumb' as const },
    automatic: true,
    failuresInARow: 1,
  };

  test('any trouble with the device, or a station that died, waits for it to come back', () => {
    const codes = ERROR_CODES.filter((code) => code.startsWith('device-'));
    expect(codes).toContain('device-disconnected');
    for (const code of [...codes, 'station-down' as const]) {
      expect(afterFailure({ ...failure, code })).toEqual({ kind: 'wait-for-device' });
    }
  });

  test('a finger lifted too early is asked for again, but not for ever', () => {
    expect(afterFailure({ ...failure, code: 'finger-removed' })).toMatchObject({
      kind: 'capture',
      position: 'right-thumb',
    });
    expect(
      afterFailure({ ...failure, code: 'finger-removed', failuresInARow: FAILURES_IN_A_ROW }),
    ).toEqual({ kind: 'rest', position: 'right-thumb' });
  });

  test('a finger that never came, a full disk or a pause leave it to the officer', () => {
    for (const code of ['finger-timeout', 'disk-full', 'cancelled', 'locked'] as const) {
      expect(afterFailure({ ...failure, code })).toEqual({ kind: 'rest', position: 'right-thumb' });
    }
  });

  test('a finger without attempts left is passed over', () => {
    expect(
      afterFailure({
        ...failure,
        code: 'attempts-used-up',
        fingerprints: { steps: [step()], next: 'left-ring' },
      }),
    ).toMatchObject({ kind: 'capture', position: 'left-ring' });
  });
});

test('a weak finger counts as finished only when its attempts are used up', () => {
  expect(
    finishedCount([
      step({ state: 'done', attempts: 1 }),
      step({ state: 'missing' }),
      step({ state: 'weak', attempts: ATTEMPTS_PER_FINGER }),
      step({ state: 'weak', attempts: 1 }),
      step(),
    ]),
  ).toBe(3);
});
