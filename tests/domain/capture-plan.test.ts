import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CapturePlan, FingerTouch } from '../../src/domain/capture-plan.ts';
import {
  ATTEMPTS_PER_FINGER,
  capturePlan,
  fingersOf,
  isSameTouch,
  isStepFinished,
  targetOf,
} from '../../src/domain/capture-plan.ts';
import type { FingerPosition } from '../../src/domain/finger-position.ts';
import {
  FINGER_POSITIONS,
  fingerPositionFromIsoCode,
  isoFingerCode,
} from '../../src/domain/finger-position.ts';
import { FINGERPRINT_ABILITIES } from '../../src/domain/fingerprint-ability.ts';
import type { FingerprintAbility } from '../../src/domain/fingerprint-ability.ts';
import type { Impression } from '../../src/domain/impression.ts';
import { SLAP_FINGERS } from '../../src/domain/slap.ts';

const thresholds = { finger: 40, index: 50 };
const SINGLE_FINGER = ['single-plain'] as const;
const SLAPS_ONLY = ['slaps-4-4-2'] as const;
const EVERYTHING = FINGERPRINT_ABILITIES;

type Qualities = Readonly<Partial<Record<FingerPosition, readonly number[]>>>;

function plan({
  abilities = SINGLE_FINGER,
  plain = {},
  rolled = {},
  exceptions = [],
  rolledWanted = false,
  required = true,
}: {
  abilities?: readonly FingerprintAbility[];
  plain?: Qualities;
  rolled?: Qualities;
  exceptions?: readonly FingerPosition[];
  rolledWanted?: boolean;
  required?: boolean;
}): CapturePlan {
  const taken: Record<Impression, Qualities> = { 'live-plain': plain, 'live-rolled': rolled };
  return capturePlan({
    required,
    abilities,
    rolledWanted,
    attempts: (position, impression) => taken[impression][position] ?? [],
    exceptions: new Set(exceptions),
    thresholds,
  });
}

const single = (position: FingerPosition, impression: Impression = 'live-plain') => ({
  kind: 'single' as const,
  position,
  impression,
});
const slap = (which: keyof typeof SLAP_FINGERS) => ({ kind: 'slap' as const, slap: which });
const good = (positions: readonly FingerPosition[]): Qualities =>
  Object.fromEntries(positions.map((position) => [position, [80]]));
const stateOf = ({ steps }: CapturePlan, touch: FingerTouch) =>
  steps.find((step) => isSameTouch(step, touch))?.state;

describe('the plan of a single-finger scanner', () => {
  it('asks for ten fingers, right thumb first', () => {
    const { steps, targets, next } = plan({});
    expect(steps.map(({ position }) => position)).toEqual([...FINGER_POSITIONS]);
    expect(targets).toEqual(FINGER_POSITIONS.map((position) => single(position)));
    expect(next).toEqual(single('right-thumb'));
  });

  it('goes on to the next finger after a good print, and asks again after a weak one', () => {
    expect(plan({ plain: { 'right-thumb': [41] } }).next).toEqual(single('right-index'));
    expect(plan({ plain: { 'right-thumb': [39] } }).next).toEqual(single('right-thumb'));
  });

  it('holds the index fingers, which the card prints, to a stricter threshold', () => {
    const both = plan({ plain: { 'right-index': [45], 'right-middle': [45] } });
    expect(stateOf(both, single('right-index'))).toBe('weak');
    expect(stateOf(both, single('right-middle'))).toBe('done');
  });

  it('keeps the best of three weak attempts and goes on', () => {
    const attempts = [12, 30, 20];
    expect(attempts).toHaveLength(ATTEMPTS_PER_FINGER);
    const { steps, next } = plan({ plain: { 'right-thumb': attempts } });
    expect(steps[0]).toMatchObject({ state: 'weak', bestQuality: 30, attempts: 3 });
    expect(next).toEqual(single('right-index'));
  });

  it('passes over a finger that cannot be taken, and is complete when nothing is open', () => {
    const plain = good(FINGER_POSITIONS.slice(1));
    expect(plan({ plain }).complete).toBe(false);
    expect(plan({ plain, exceptions: ['right-thumb'] })).toMatchObject({
      complete: true,
      next: undefined,
    });
  });

  it('is the plan while there is no scanner, too', () => {
    expect(plan({ abilities: [] })).toEqual(plan({}));
  });
});

describe('the plan of a slap scanner', () => {
  it('takes right four, left four and both thumbs', () => {
    const { targets, next } = plan({ abilities: SLAPS_ONLY });
    expect(targets).toEqual([slap('right-four'), slap('left-four'), slap('two-thumbs')]);
    expect(next).toEqual(slap('right-four'));
  });

  it('asks for a slap again while one of its fingers is weak and has attempts left', () => {
    const three = good(['right-index', 'right-middle', 'right-ring']);
    const weak = (attempts: number) => ({
      ...three,
      'right-little': Array.from({ length: attempts }, () => 20),
    });
    expect(plan({ abilities: SLAPS_ONLY, plain: weak(2) }).next).toEqual(slap('right-four'));
    expect(plan({ abilities: SLAPS_ONLY, plain: weak(3) }).next).toEqual(slap('left-four'));
  });

  it('waits for no finger that cannot be taken', () => {
    const plain = good(['right-index', 'right-middle', 'right-ring']);
    const without = plan({ abilities: SLAPS_ONLY, plain, exceptions: ['right-little'] });
    expect(without.next).toEqual(slap('left-four'));
    const none = plan({ abilities: SLAPS_ONLY, exceptions: SLAP_FINGERS['right-four'] });
    expect(none.next).toEqual(slap('left-four'));
  });
});

describe('a scanner that is swapped in the middle', () => {
  const three = good(['right-thumb', 'right-index', 'right-middle']);

  it('for one that takes slaps keeps what was taken, and lays down the slaps that are not whole', () => {
    const before = plan({ plain: three });
    const after = plan({ abilities: SLAPS_ONLY, plain: three });
    expect(after.steps).toEqual(before.steps);
    expect(after.next).toEqual(slap('right-four'));
    const rightHand = good(FINGER_POSITIONS.slice(0, 5));
    expect(plan({ abilities: SLAPS_ONLY, plain: rightHand }).next).toEqual(slap('left-four'));
  });

  it('for a single-finger one goes on with the fingers that the slaps have not brought', () => {
    const plain = good(SLAP_FINGERS['right-four']);
    expect(plan({ plain }).next).toEqual(single('right-thumb'));
    const { steps } = plan({ plain });
    expect(steps.filter(({ state }) => state === 'done')).toHaveLength(4);
  });

  it('never loses a print, whatever comes after whatever', () => {
    const abilities = fc.subarray([...FINGERPRINT_ABILITIES]);
    const attempts = fc.dictionary(
      fc.constantFrom(...FINGER_POSITIONS),
      fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 3 }),
    );
    fc.assert(
      fc.property(abilities, attempts, attempts, fc.boolean(), (can, plain, rolled, wanted) => {
        const { steps } = plan({ abilities: can, plain, rolled, rolledWanted: wanted });
        for (const [qualities, impression] of [
          [plain, 'live-plain'],
          [rolled, 'live-rolled'],
        ] as const) {
          for (const [position, all] of Object.entries(qualities) as [FingerPosition, number[]][]) {
            const step = steps.find((one) => isSameTouch(one, { position, impression }));
            expect(step).toMatchObject({ attempts: all.length, bestQuality: Math.max(...all) });
          }
        }
      }),
    );
  });
});

describe('rolled prints', () => {
  const plain = good(FINGER_POSITIONS);

  it('follow the plain ones where they are wanted and the scanner can roll', () => {
    const { steps, targets, next } = plan({ abilities: EVERYTHING, plain, rolledWanted: true });
    expect(steps).toHaveLength(20);
    expect(targets).toHaveLength(3 + 10);
    expect(next).toEqual(single('right-thumb', 'live-rolled'));
  });

  it('are not asked for where nobody wants them, or where the scanner cannot roll', () => {
    expect(plan({ abilities: EVERYTHING, plain }).complete).toBe(true);
    expect(plan({ abilities: SLAPS_ONLY, plain, rolledWanted: true }).complete).toBe(true);
    expect(plan({ plain, rolledWanted: true }).steps).toHaveLength(10);
  });

  it('that were taken stay after their scanner is gone, and no other is asked for', () => {
    const rolled = { 'right-thumb': [70], 'right-index': [20] };
    const { steps, targets, complete } = plan({ plain, rolled, rolledWanted: true });
    expect(steps.slice(10)).toMatchObject([
      { position: 'right-thumb', impression: 'live-rolled', state: 'done' },
      { position: 'right-index', impression: 'live-rolled', state: 'weak' },
    ]);
    expect(targetOf(targets, single('right-index', 'live-rolled'))).toBeUndefined();
    expect(complete).toBe(true);
  });
});

it('a plan is complete when the fingers of every target are finished, and only then', () => {
  const attempts = fc.dictionary(
    fc.constantFrom(...FINGER_POSITIONS),
    fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 3 }),
  );
  const exceptions = fc.subarray([...FINGER_POSITIONS]);
  const abilities = fc.subarray([...FINGERPRINT_ABILITIES]);
  fc.assert(
    fc.property(abilities, attempts, attempts, exceptions, (can, plain, rolled, missing) => {
      const given = { abilities: can, plain, rolled, exceptions: missing, rolledWanted: true };
      const { steps, targets, next, complete } = plan(given);
      const open = targets.flatMap(fingersOf).filter((finger) => {
        const step = steps.find((one) => isSameTouch(one, finger));
        return !step || !isStepFinished(step);
      });
      expect(complete).toBe(open.length === 0);
      expect(next).toEqual(open[0] && targetOf(targets, open[0]));
    }),
  );
});

it('a child under six is asked for nothing', () => {
  const nothing = { steps: [], targets: [], next: undefined, complete: true };
  expect(plan({ abilities: EVERYTHING, rolledWanted: true, required: false })).toEqual(nothing);
});

it('fingers are named by the codes of ISO/IEC 19794-4', () => {
  expect(isoFingerCode('right-thumb')).toBe(1);
  expect(isoFingerCode('left-little')).toBe(10);
  for (const position of FINGER_POSITIONS) {
    expect(fingerPositionFromIsoCode(isoFingerCode(position))).toBe(position);
  }
  expect(fingerPositionFromIsoCode(0)).toBeUndefined();
  expect(fingerPositionFromIsoCode(11)).toBeUndefined();
});
