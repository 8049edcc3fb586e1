import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CENTRING_TOLERANCE,
  CENTRING_TURNS,
  centringStep,
  centringTurn,
  HEAD_PLACE,
  viewAtZoom,
} from '../../src/domain/head-centring.ts';

/** EVI-D70: 48° wide, 2.7° tele. */
const LENS = { wideDegrees: 48, teleDegrees: 2.7 };

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/**
 * What the camera sees of a head at these angles from the axis of its lens: the other direction of the same geometry,
 * with `true` angle of view for a lens whose zoom is not as even as it is taken for.
 */
function seen(at: { pan: number; tilt: number }, trueView: number, aspectRatio: number) {
  const half = Math.tan(radians(trueView) / 2);
  return {
    middle: (Math.tan(radians(at.pan)) / half + 1) / 2,
    top: (1 - (Math.tan(radians(at.tilt)) / half) * aspectRatio) / 2,
  };
}

describe('centring a head', () => {
  test('the angle of view goes from one end of the lens to the other', () => {
    expect(viewAtZoom(LENS, 0)).toBeCloseTo(48, 6);
    expect(viewAtZoom(LENS, 1)).toBeCloseTo(2.7, 6);
    expect(viewAtZoom(LENS, 2)).toBeCloseTo(2.7, 6);
    const views = [0, 0.25, 0.5, 0.75, 1].map((zoom) => viewAtZoom(LENS, zoom));
    expect(views).toEqual(views.toSorted((one, other) => other - one));
  });

  test('a head to the right and too low needs a turn to the right and down', () => {
    const view = { horizontalDegrees: 48, aspectRatio: 16 / 9 };
    const turn = centringTurn({ middle: 0.75, top: 0.4 }, view);
    expect(turn.panDegrees).toBeCloseTo(12.55, 1);
    expect(turn.tiltDegrees).toBeLessThan(0);
    expect(centringTurn(HEAD_PLACE, view)).toEqual({ panDegrees: 0, tiltDegrees: 0 });
  });

  test('wherever the head is in the picture, it is in its place within the allowed turns, at every zoom', () => {
    const scene = fc.record({
      middle: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      top: fc.double({ min: 0, max: 0.9, noNaN: true }),
      zoom: fc.double({ min: 0, max: 1, noNaN: true }),
      /** A real lens covers up to a third more than an even one at the same place of its range. */
      lag: fc.double({ min: 1, max: 1.33, noNaN: true }),
      aspectRatio: fc.constantFrom(4 / 3, 16 / 9),
    });
    fc.assert(
      fc.property(scene, ({ middle, top, zoom, lag, aspectRatio }) => {
        const taken = viewAtZoom(LENS, zoom);
        const trueView = taken * lag;
        const half = Math.tan(radians(trueView) / 2);
        const at = {
          pan: (Math.atan((2 * middle - 1) * half) * 180) / Math.PI,
          tilt: (Math.atan(((1 - 2 * top) * half) / aspectRatio) * 180) / Math.PI,
        };
        const view = { horizontalDegrees: taken, aspectRatio };
        for (let turns = 0; turns <= CENTRING_TURNS; turns += 1) {
          const place = seen(at, trueView, aspectRatio);
          const step = centringStep(place, view, turns);
          if (step.kind === 'centred') {
            expect(Math.abs(place.middle - HEAD_PLACE.middle)).toBeLessThanOrEqual(
              CENTRING_TOLERANCE.middle,
            );
            return;
          }
          expect(step.kind, `after ${turns} turns at ${JSON.stringify(place)}`).toBe('turn');
          if (step.kind !== 'turn') return;
          at.pan -= step.turn.panDegrees;
          at.tilt -= step.turn.tiltDegrees;
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a head that does not come to its place is given up after the allowed turns', () => {
    const view = { horizontalDegrees: 30, aspectRatio: 4 / 3 };
    const beside = { middle: 0.7, top: 0.2 };
    const kinds = [0, 1, 2, 3].map((turns) => centringStep(beside, view, turns).kind);
    expect(kinds).toEqual(['turn', 'turn', 'turn', 'gave-up']);
  });
});
