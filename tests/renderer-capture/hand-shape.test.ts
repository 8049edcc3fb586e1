import { describe, expect, test } from 'vitest';
import { FINGER_POSITIONS } from '../../src/domain/finger-position.ts';
import {
  fingerBeside,
  FINGERS_LEFT_TO_RIGHT,
  handShape,
  HANDS_VIEW,
} from '../../src/renderer/features/fingerprints/hand-shape.ts';

describe('the picture of the hands', () => {
  const fingers = [handShape('left'), handShape('right')].flatMap((hand) => hand.fingers);

  test('shows every finger of the capture plan once, inside the picture', () => {
    expect(fingers.map((finger) => finger.position).toSorted()).toEqual(
      [...FINGER_POSITIONS].toSorted(),
    );
    for (const { mark } of fingers) {
      expect(mark.x).toBeGreaterThan(0);
      expect(mark.x).toBeLessThan(HANDS_VIEW.width);
      expect(mark.y).toBeGreaterThan(0);
      expect(mark.y).toBeLessThan(HANDS_VIEW.height);
    }
  });

  test('the arrow keys walk the fingers in the order in which they lie', () => {
    const xOf = (position: string) =>
      fingers.find((finger) => finger.position === position)?.mark.x ?? Number.NaN;
    const places = FINGERS_LEFT_TO_RIGHT.map(xOf);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('the walk passes over fingers that are not there to choose', () => {
    const some = ['left-index', 'right-thumb', 'right-ring'] as const;
    expect(fingerBeside('left-index', 1, some)).toBe('right-thumb');
    expect(fingerBeside('right-ring', -1, some)).toBe('right-thumb');
    expect(fingerBeside('right-ring', 1, some)).toBe('right-ring');
  });

  test('the walk stops at the little fingers', () => {
    expect(fingerBeside('left-thumb', 1)).toBe('right-thumb');
    expect(fingerBeside('left-little', -1)).toBe('left-little');
    expect(fingerBeside('right-little', 1)).toBe('right-little');
  });
});
