import {
  NO_BURST,
  WEDGE_MAXIMUM_CHARACTERS,
  WEDGE_MINIMUM_CHARACTERS,
  WEDGE_PAUSE_MS,
  wedgePress,
} from '../../../src/domain/keyboard-wedge.ts';
import type { Random } from '../../../src/station/training/seeded-random.ts';
import { cut, firstNotInOrder, joined } from '../bytes.ts';
import type { Frame, Protocol, Reader } from '../protocol.ts';

/** One byte stands for one press of a key, or for a pause. */
const HELD_KEY = 0x00;
const ENTER = 0x0d;
const FIRST_CHARACTER = 0x20;
const FIRST_NAMED_KEY = 0x7f;
const FIRST_LETTER = 0x90;

const PAUSE_UNIT_MS = 8;
const PRESS_MS = 4;

/** Longer than any within a burst: a second code is put before a scanner by a hand. */
const PAUSE_BEFORE_CODE = 0x1f;

const NAMED_KEYS = ['Shift', 'Alt', 'AltGraph', 'Dead', 'Process', 'Backspace', 'Unidentified'];
const LETTERS = Array.from('àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữự𠀋😀');

function isPause(byte: number): boolean {
  return byte !== HELD_KEY && byte !== ENTER && byte < FIRST_CHARACTER;
}

/** The key as `KeyboardEvent.key` names it. */
function keyOf(byte: number): string {
  if (byte === ENTER) return 'Enter';
  if (byte === HELD_KEY) return 'x';
  if (byte < FIRST_NAMED_KEY) return String.fromCharCode(byte);
  if (byte < FIRST_LETTER) return NAMED_KEYS[(byte - FIRST_NAMED_KEY) % NAMED_KEYS.length] ?? '';
  return LETTERS[(byte - FIRST_LETTER) % LETTERS.length] ?? '';
}

function code(random: Random): Frame {
  const length = random.integer(WEDGE_MINIMUM_CHARACTERS, random.pick([14, 100, 300]));
  const bytes = Array.from({ length }, () =>
    random.chance(0.7)
      ? random.integer(FIRST_CHARACTER, FIRST_NAMED_KEY - 1)
      : random.integer(FIRST_LETTER, FIRST_LETTER + LETTERS.length - 1),
  );
  const presses = random.chance(0.5) ? bytes.flatMap((byte) => [FIRST_NAMED_KEY, byte]) : bytes;
  return {
    pieces: [Uint8Array.of(PAUSE_BEFORE_CODE, ...presses, ENTER)],
    meaning: bytes.map(keyOf).join(''),
  };
}

/** The same presses by a scanner that pauses, never longer than a burst allows. */
function withPauses(presses: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const longest = Math.floor((WEDGE_PAUSE_MS - PRESS_MS) / PAUSE_UNIT_MS);
  return cut(presses, sizes).flatMap((part, turn) => [
    part,
    Uint8Array.of(1 + ((sizes[turn % sizes.length] ?? 0) % longest)),
  ]);
}

class WedgeReader implements Reader {
  #burst = NO_BURST;
  #atMs = 0;

  get keptBytes(): number {
    return 2 * this.#burst.text.length;
  }

  read(presses: Uint8Array): readonly string[] {
    return [...presses].flatMap((byte) => {
      if (isPause(byte)) {
        this.#atMs += byte * PAUSE_UNIT_MS;
        return [];
      }
      this.#atMs += PRESS_MS;
      const press = { key: keyOf(byte), atMs: this.#atMs, repeat: byte === HELD_KEY };
      const result = wedgePress(this.#burst, press);
      this.#burst = result.burst;
      return result.code === null ? [] : [result.code];
    });
  }
}

/** Every character that was typed, in its order. */
function typed(presses: Uint8Array): string {
  return [...presses]
    .filter((byte) => !isPause(byte))
    .map(keyOf)
    .filter((key) => Array.from(key).length === 1)
    .join('');
}

export const keyboardWedge: Protocol = {
  name: 'keyboard-wedge',
  carrier: 'stream',
  frames: (random, count) => Array.from({ length: count }, () => code(random)),
  regroup: (frames, sizes) => frames.flatMap(({ pieces }) => withPauses(joined(pieces), sizes)),
  reader: () => new WedgeReader(),
  invented: (understood, { pieces }) =>
    firstNotInOrder(understood, typed(joined(pieces))) ??
    understood.find((text) => Array.from(text).length < WEDGE_MINIMUM_CHARACTERS),
  limits: {
    keptBytes: 4 * WEDGE_MAXIMUM_CHARACTERS,
    lostFrames: 0,
    msPerThousandFrames: 2_000,
  },
};
