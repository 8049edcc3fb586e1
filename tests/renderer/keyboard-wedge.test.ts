import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WedgeBurst } from '../../src/domain/keyboard-wedge.ts';
import {
  NO_BURST,
  WEDGE_MAXIMUM_CHARACTERS,
  WEDGE_MINIMUM_CHARACTERS,
  WEDGE_PAUSE_MS,
  wedgePress,
} from '../../src/domain/keyboard-wedge.ts';

function typed(
  keys: readonly string[],
  pauseMs: number,
  options: { repeat?: boolean } = {},
): (string | null)[] {
  let burst: WedgeBurst = NO_BURST;
  return keys.map((key, index) => {
    const press = { key, atMs: index * pauseMs, repeat: options.repeat ?? false };
    const result = wedgePress(burst, press);
    burst = result.burst;
    return result.code;
  });
}

const CARD = '001090012345|012345678|Nguyễn Văn An|15081990|Nam|Hà Nội|01012022';

describe('a keyboard-wedge scanner', () => {
  test('any code typed at its pace and ended by Enter is read whole', () => {
    const characters = fc.array(
      fc.string({ unit: 'grapheme-composite', minLength: 1, maxLength: 1 }),
      {
        minLength: WEDGE_MINIMUM_CHARACTERS,
        maxLength: 200,
      },
    );
    fc.assert(
      fc.property(characters, fc.integer({ min: 0, max: WEDGE_PAUSE_MS }), (keys, pauseMs) => {
        const single = keys.filter((key) => Array.from(key).length === 1);
        fc.pre(single.length >= WEDGE_MINIMUM_CHARACTERS);
        expect(typed([...single, 'Enter'], pauseMs).at(-1)).toBe(single.join(''));
      }),
    );
  });

  test('Shift between the letters of a card does not break the code', () => {
    const keys = [...CARD].flatMap((key) => (/\p{Lu}/u.test(key) ? ['Shift', key] : [key]));
    expect(typed([...keys, 'Enter'], 12).at(-1)).toBe(CARD);
  });

  test('a person who types twelve digits and Enter is not taken for a scanner', () => {
    expect(typed([...'001090012345', 'Enter'], WEDGE_PAUSE_MS + 1)).not.toContain('001090012345');
  });

  test('a key held down is not taken for a scanner', () => {
    expect(typed([...'0'.repeat(30), 'Enter'], 30, { repeat: true }).at(-1)).toBeNull();
  });

  test('what was typed before the scan does not become part of the code', () => {
    const before = wedgePress(NO_BURST, { key: 'x', atMs: 0, repeat: false }).burst;
    let burst = before;
    let code: string | null = null;
    [...CARD, 'Enter'].forEach((key, index) => {
      ({ burst, code } = wedgePress(burst, { key, atMs: 500 + index * 5, repeat: false }));
    });
    expect(code).toBe(CARD);
  });

  test('a scanner that never ends its code is not read, and does not fill the memory', () => {
    let burst: WedgeBurst = NO_BURST;
    for (let atMs = 0; atMs < 50_000; atMs += 1) {
      ({ burst } = wedgePress(burst, { key: '7', atMs, repeat: false }));
    }
    expect(burst.text.length).toBeLessThanOrEqual(2 * WEDGE_MAXIMUM_CHARACTERS + 1);
    expect(wedgePress(burst, { key: 'Enter', atMs: 50_000, repeat: false }).code).toBeNull();
  });

  test('a code shorter than any card or slip is left to the field it was typed into', () => {
    expect(typed([...'12345', 'Enter'], 5).at(-1)).toBeNull();
  });
});
