import type { FingerPosition } from '../../../domain/finger-position.ts';
import type { GrayImage } from '../../../domain/gray-image.ts';
import type { Impression } from '../../../domain/impression.ts';
import { renderTouch } from '../synthetic-print/index.ts';
import type { TouchCondition } from '../synthetic-print/index.ts';

/** Who is at the emulated devices, and how the hands are. */
export interface Hand {
  readonly personSeed: number;
  /** Number of the first touch; each capture is another one. 0 when absent. */
  readonly touch?: number;
  /** `good` where absent. */
  readonly conditions?: Partial<Record<FingerPosition, TouchCondition>>;
  readonly missing?: readonly FingerPosition[];
}

/** The part of a picture that one finger gets, at 500 ppi. */
export interface FingerWindow {
  readonly widthPixels: number;
  readonly heightPixels: number;
}

/** One finger on the glass. */
export interface Touch {
  readonly personSeed: number;
  readonly position: FingerPosition;
  readonly touch: number;
  readonly condition: TouchCondition;
  readonly impression: Impression;
}

export type TouchSource = (touch: Touch) => Promise<GrayImage>;

/** Every finger from nothing, the same ridges for the same person and finger as on any emulated scanner. */
export function drawnTouches(window: FingerWindow): TouchSource {
  return (touch) => Promise.resolve(renderTouch({ ...touch, ...window }));
}

/** What a scanner's own quality measure says at most of a finger in this condition, 0–100. */
const BEST_SCORES: Readonly<Record<TouchCondition, number>> = {
  good: 100,
  rotated: 38,
  wet: 31,
  dry: 28,
  partial: 22,
  smudged: 15,
};

/** Someone before the emulated devices, as seen for one capture: it stays as it was whatever comes after. */
export class Person {
  readonly seed: number;
  /** Which look at this person it is: each is a little different. */
  readonly touch: number;
  readonly #hand: Hand;
  readonly #source: TouchSource;
  readonly #pictures = new Map<string, Promise<GrayImage>>();

  constructor(hand: Hand, source: TouchSource) {
    this.seed = hand.personSeed;
    this.touch = hand.touch ?? 0;
    this.#hand = hand;
    this.#source = source;
  }

  /** The same person after a capture. */
  next(): Person {
    return new Person({ ...this.#hand, touch: this.touch + 1 }, this.#source);
  }

  hasFinger(position: FingerPosition): boolean {
    return this.#hand.missing?.includes(position) !== true;
  }

  /** @param deviceScore what the device gives a good finger */
  scoreOf(position: FingerPosition, deviceScore: number): number {
    return Math.min(deviceScore, BEST_SCORES[this.#conditionOf(position)]);
  }

  /** @throws when the source has no such finger */
  picture(position: FingerPosition, impression: Impression): Promise<GrayImage> {
    const key = `${position} ${impression}`;
    const condition = this.#conditionOf(position);
    const { seed: personSeed, touch } = this;
    const drawn =
      this.#pictures.get(key) ??
      this.#source({ personSeed, position, touch, condition, impression });
    this.#pictures.set(key, drawn);
    return drawn;
  }

  #conditionOf(position: FingerPosition): TouchCondition {
    return this.#hand.conditions?.[position] ?? 'good';
  }
}
