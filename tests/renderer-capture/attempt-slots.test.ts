import { describe, expect, test } from 'vitest';
import { attemptSlots } from '../../src/renderer/features/fingerprints/attempt-slots.ts';

const attempt = (captureId: string, quality: number) => ({ captureId, quality });

describe('the three attempts of a finger', () => {
  test('are all empty before the first', () => {
    const slots = attemptSlots({ attempts: 0, bestCaptureId: null, bestQuality: null }, []);
    expect(slots).toHaveLength(3);
    expect(slots.every((slot) => !slot.used && !slot.best && slot.captureId === null)).toBe(true);
  });

  test('show each print of this visit and mark the best one', () => {
    const slots = attemptSlots({ attempts: 2, bestCaptureId: 'b', bestQuality: 37 }, [
      attempt('a', 20),
      attempt('b', 37),
    ]);
    expect(slots.map(({ captureId, best, used }) => [captureId, best, used])).toEqual([
      ['a', false, true],
      ['b', true, true],
      [null, false, false],
    ]);
  });

  test('keep the best of an earlier visit before those of this one', () => {
    const slots = attemptSlots({ attempts: 2, bestCaptureId: 'old', bestQuality: 35 }, [
      attempt('new', 21),
    ]);
    expect(slots[0]).toEqual({ used: true, best: true, captureId: 'old', quality: 35 });
    expect(slots[1]).toMatchObject({ captureId: 'new', best: false });
  });

  test('after a clean start count only what the dossier still counts', () => {
    const slots = attemptSlots({ attempts: 0, bestCaptureId: null, bestQuality: null }, [
      attempt('forgotten', 30),
    ]);
    expect(slots.every((slot) => !slot.used)).toBe(true);
  });
});
