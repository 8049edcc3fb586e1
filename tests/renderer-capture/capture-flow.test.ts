import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaptureStepView } from '../../src/contract/views.ts';
import { ERROR_CODES } from '../../src/contract/errors.ts';
import {
  ATTEMPTS_PER_FINGER,
  fingersOf,
  isStepFinished,
  targetOf,
} from '../../src/domain/capture-plan.ts';
import type { FingerPosition } from '../../src/domain/finger-position.ts';
import { FINGER_POSITIONS } from '../../src/domain/finger-position.ts';
import type { Impression } from '../../src/domain/impression.ts';
import type { PrintTarget } from '../../src/domain/print-target.ts';
import { SLAP_FINGERS, SLAPS } from '../../src/domain/slap.ts';
import {
  afterFailure,
  afterPrints,
  FAILURES_IN_A_ROW,
  finishedCount,
  isReadAnew,
  SHOW_ACCEPTED_MS,
  SHOW_WEAK_MS,
  stateOfAll,
  stepOf,
  targetToGoOn,
  touchIn,
} from '../../src/renderer/features/fingerprints/capture-flow.ts';

const touch = (position: FingerPosition, impression: Impression = 'live-plain') => ({
  position,
  impression,
});
const single = (position: FingerPosition, impression: Impression = 'live-plain'): PrintTarget => ({
  kind: 'single',
  position,
  impression,
});
const slap = (which: (typeof SLAPS)[number]): PrintTarget => ({ kind: 'slap', slap: which });

const SINGLES = FINGER_POSITIONS.map((position) => single(position));
const ALL_SLAPS = SLAPS.map(slap);

const GOOD = { state: 'done', attempts: 1, bestQuality: 80 } as const;
const WEAK = { state: 'weak', attempts: 1, bestQuality: 20 } as const;
const GIVEN_UP = { ...WEAK, attempts: ATTEMPTS_PER_FINGER } as const;
const MISSING = { state: 'missing', exception: { reason: 'amputated', comment: '' } } as const;

type Change = Partial<Omit<CaptureStepView, 'position' | 'impression'>>;

function step(position: FingerPosition, change: Change = {}): CaptureStepView {
  return {
    position,
    impression: 'live-plain',
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

/** The ten plain steps, open but for those named, with the plan that follows from them. */
function fingerprints(
  changes: Partial<Record<FingerPosition, Change>> = {},
  targets: readonly PrintTarget[] = SINGLES,
) {
  const steps = FINGER_POSITIONS.map((position) => step(position, changes[position]));
  const open = steps.find((one) => !isStepFinished(one) && targetOf(targets, one) !== undefined);
  const next = targets.find((target) =>
    fingersOf(target).some((finger) => {
      const own = stepOf(steps, finger);
      return own !== undefined && !isStepFinished(own);
    }),
  );
  return { steps, targets: [...targets], next: open ? (next ?? null) : null };
}

describe('after a single print', () => {
  const after = (change: Change, accepted: boolean, automatic = true) =>
    afterPrints({
      target: single('right-thumb'),
      accepted,
      fingerprints: fingerprints({ 'right-thumb': change }),
      automatic,
    });

  test('an accepted one brings the next finger of the plan by itself', () => {
    expect(after(GOOD, true)).toEqual({
      kind: 'capture',
      touch: touch('right-index'),
      delayMs: SHOW_ACCEPTED_MS,
    });
  });

  test('a weak one asks for the same finger while it has attempts left', () => {
    expect(after({ ...WEAK, attempts: 2 }, false)).toEqual({
      kind: 'capture',
      touch: touch('right-thumb'),
      delayMs: SHOW_WEAK_MS,
    });
  });

  test('the third weak one goes on to the next finger', () => {
    expect(after(GIVEN_UP, false)).toMatchObject({ kind: 'capture', touch: touch('right-index') });
  });

  test('a weak one of a finger that is good already is not taken again', () => {
    expect(after({ ...GOOD, attempts: 2 }, false)).toMatchObject({ touch: touch('right-index') });
  });

  test('nothing starts by itself once it is switched off, and the next finger is chosen', () => {
    expect(after(GOOD, true, false)).toEqual({ kind: 'rest', touch: touch('right-index') });
  });

  test('the last finger ends the work', () => {
    const done = Object.fromEntries(FINGER_POSITIONS.map((position) => [position, GOOD]));
    const last = { target: single('left-little'), accepted: true, automatic: true };
    expect(afterPrints({ ...last, fingerprints: fingerprints(done) })).toEqual({
      kind: 'rest',
      touch: touch('left-little'),
    });
  });
});

describe('after a slap', () => {
  const after = (changes: Partial<Record<FingerPosition, Change>>, accepted: boolean) =>
    afterPrints({
      target: slap('right-four'),
      accepted,
      fingerprints: fingerprints(changes, ALL_SLAPS),
      automatic: true,
    });
  const three = { 'right-index': GOOD, 'right-middle': GOOD, 'right-little': GOOD };

  test('with every finger good comes the next slap', () => {
    expect(after({ ...three, 'right-ring': GOOD }, true)).toEqual({
      kind: 'capture',
      touch: touch('left-index'),
      delayMs: SHOW_ACCEPTED_MS,
    });
  });

  test('with one weak finger it is laid down again, and that finger is the chosen one', () => {
    expect(after({ ...three, 'right-ring': WEAK }, false)).toEqual({
      kind: 'capture',
      touch: touch('right-ring'),
      delayMs: SHOW_WEAK_MS,
    });
  });

  test('a finger that is given up, or missing, holds nobody up', () => {
    for (const change of [GIVEN_UP, MISSING]) {
      expect(after({ ...three, 'right-ring': change }, false)).toMatchObject({
        touch: touch('left-index'),
      });
    }
  });
});

test('the flow never asks for a capture that has nothing left to bring', () => {
  const change = fc.constantFrom<Change>({}, GOOD, WEAK, GIVEN_UP, MISSING);
  const changes = fc.record(
    Object.fromEntries(FINGER_POSITIONS.map((position) => [position, change])),
  );
  const plans = fc.constantFrom(SINGLES, ALL_SLAPS);
  fc.assert(
    fc.property(changes, plans, fc.nat(9), fc.boolean(), (each, targets, index, accepted) => {
      const now = fingerprints(each, targets);
      const target = targets[index % targets.length] ?? single('right-thumb');
      const move = afterPrints({ target, accepted, fingerprints: now, automatic: true });
      if (move.kind !== 'capture') return;
      const taken = targetOf(now.targets, move.touch);
      expect(taken && fingersOf(taken).some((finger) => !isStepFinished(need(now, finger)))).toBe(
        true,
      );
      expect(isStepFinished(need(now, move.touch))).toBe(false);
    }),
  );
});

function need(
  { steps }: { steps: readonly CaptureStepView[] },
  finger: { position: FingerPosition; impression: Impression },
): CaptureStepView {
  const own = stepOf(steps, finger);
  if (!own) throw new Error(`no step for ${finger.position}`);
  return own;
}

describe('after an attempt that gave no print', () => {
  const failure = {
    touch: touch('right-thumb'),
    fingerprints: fingerprints(),
    automatic: true,
    failuresInARow: 1,
  };

  test('trouble with the device, or a station that died, waits for it to come back', () => {
    const judged = ['device-not-supported', 'device-untrusted', 'device-image-unsupported'];
    const codes = ERROR_CODES.filter(
      (code) => code.startsWith('device-') && !judged.includes(code),
    );
    expect(codes).toContain('device-disconnected');
    expect(codes).toContain('device-driver-failed');
    for (const code of [...codes, 'station-down' as const]) {
      expect(afterFailure({ ...failure, code })).toEqual({ kind: 'wait-for-device' });
    }
  });

  test('what another attempt would not mend is left to the officer', () => {
    for (const code of ['device-untrusted', 'device-image-unsupported'] as const) {
      expect(afterFailure({ ...failure, code })).toEqual({
        kind: 'rest',
        touch: touch('right-thumb'),
      });
    }
  });

  test('a finger lifted too early is asked for again, but not for ever', () => {
    expect(afterFailure({ ...failure, code: 'finger-removed' })).toMatchObject({
      kind: 'capture',
      touch: touch('right-thumb'),
    });
    expect(
      afterFailure({ ...failure, code: 'finger-removed', failuresInARow: FAILURES_IN_A_ROW }),
    ).toEqual({ kind: 'rest', touch: touch('right-thumb') });
  });

  test('a finger that never came, a full disk or a pause leave it to the officer', () => {
    for (const code of ['finger-timeout', 'disk-full', 'cancelled', 'locked'] as const) {
      expect(afterFailure({ ...failure, code })).toEqual({
        kind: 'rest',
        touch: touch('right-thumb'),
      });
    }
  });

  test('a finger without attempts left is passed over', () => {
    const now = fingerprints({ 'right-thumb': GIVEN_UP });
    expect(afterFailure({ ...failure, code: 'attempts-used-up', fingerprints: now })).toMatchObject(
      { kind: 'capture', touch: touch('right-index') },
    );
  });

  test('a scanner that does not take what was asked goes on as its own plan says, at the same finger', () => {
    const code = 'device-not-supported';
    const chosen = touch('right-middle');
    const now = fingerprints({ 'right-thumb': GOOD, 'right-index': GOOD }, ALL_SLAPS);
    expect(afterFailure({ ...failure, code, touch: chosen, fingerprints: now })).toMatchObject({
      kind: 'capture',
      touch: touch('right-middle'),
    });
    expect(targetToGoOn(now, chosen)).toEqual(slap('right-four'));
    const often = { touch: chosen, fingerprints: now, failuresInARow: FAILURES_IN_A_ROW };
    expect(afterFailure({ ...failure, code, ...often })).toMatchObject({ kind: 'rest' });
  });
});

describe('a scanner that was swapped', () => {
  test('goes on at the same finger, alone or within its slap', () => {
    const half = { 'right-thumb': GOOD, 'right-index': GOOD };
    expect(targetToGoOn(fingerprints(half, ALL_SLAPS), touch('right-middle'))).toEqual(
      slap('right-four'),
    );
    expect(targetToGoOn(fingerprints(half), touch('right-middle'))).toEqual(single('right-middle'));
  });

  test('goes on with the next capture when that finger needs nothing more, or is rolled no more', () => {
    const half = { 'right-thumb': GOOD, 'right-index': GOOD };
    expect(targetToGoOn(fingerprints(half), touch('right-index'))).toEqual(single('right-middle'));
    expect(targetToGoOn(fingerprints(half), touch('right-thumb', 'live-rolled'))).toEqual(
      single('right-middle'),
    );
    const all = Object.fromEntries(FINGER_POSITIONS.map((position) => [position, GOOD]));
    expect(targetToGoOn(fingerprints(all), touch('right-index'))).toBeNull();
  });
});

describe('the chosen finger of a slap', () => {
  test('is the first that it is laid down for, never one that cannot be taken', () => {
    const { steps } = fingerprints({ 'right-index': GOOD, 'right-middle': MISSING });
    expect(touchIn(steps, slap('right-four'))).toEqual(touch('right-ring'));
    const done = fingerprints({
      'right-index': MISSING,
      'right-middle': GOOD,
      'right-ring': GOOD,
      'right-little': GIVEN_UP,
    });
    expect(touchIn(done.steps, slap('right-four'))).toEqual(touch('right-middle'));
  });
});

test('a slap stands as its worst finger does', () => {
  const of = (...changes: Change[]) =>
    stateOfAll(
      changes.map((change, index) =>
        step(SLAP_FINGERS['right-four'][index] ?? 'right-thumb', change),
      ),
    );
  expect(of(GOOD, GOOD, MISSING)).toBe('done');
  expect(of(GOOD, WEAK, {})).toBe('weak');
  expect(of(GOOD, {}, MISSING)).toBe('open');
  expect(of(MISSING, MISSING)).toBe('missing');
});

test('a weak finger counts as finished only when its attempts are used up', () => {
  const { steps } = fingerprints({
    'right-thumb': GOOD,
    'right-index': MISSING,
    'right-middle': GIVEN_UP,
    'right-ring': WEAK,
  });
  expect(finishedCount(steps, SINGLES)).toBe(3);
});

test('a weak rolled print whose scanner is gone waits for nobody', () => {
  const rolled = { ...step('right-thumb', WEAK), impression: 'live-rolled' } as const;
  expect(finishedCount([rolled], SINGLES)).toBe(1);
  expect(finishedCount([rolled], [single('right-thumb', 'live-rolled')])).toBe(0);
});

describe('a picture that comes row by row', () => {
  const reading = (rowsDone: number) => ({ phase: 'reading', rowsDone }) as const;

  test('is read anew when it begins once more', () => {
    expect(isReadAnew(reading(120), reading(4))).toBe(true);
    expect(isReadAnew(reading(4), reading(120))).toBe(false);
    expect(isReadAnew(null, reading(4))).toBe(false);
  });

  test('is not when it is the first one of a finger, or complete', () => {
    expect(isReadAnew({ phase: 'waiting-for-finger', rowsDone: 288 }, reading(4))).toBe(false);
    expect(isReadAnew(reading(288), { phase: 'assessing', rowsDone: 0 })).toBe(false);
  });
});
