import { seededRandom } from '../../src/station/training/seeded-random.ts';
import type { Random } from '../../src/station/training/seeded-random.ts';
import { cut, joined } from './bytes.ts';
import { damage } from './damage.ts';
import type { Frame, Protocol, Reader, Sent } from './protocol.ts';

/**
 * What a parser must not do:
 * - `crash`: throw, or bring its process down;
 * - `hang`: never come back, or work a hundred times longer than its frames take;
 * - `grow`: keep more bytes than its limit, or leave something behind of every frame;
 * - `invent`: understand what was not said;
 * - `deaf`: not understand whole frames after damage.
 */
export type BreachKind = 'crash' | 'hang' | 'grow' | 'invent' | 'deaf';

export class Breach extends Error {
  readonly kind: BreachKind;

  constructor(kind: BreachKind, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.kind = kind;
  }
}

/** Damaged frames on a line, all of it repeated exactly by the seed. */
export interface DamagedStream {
  readonly seed: number;
  readonly frames: readonly Frame[];
  /** Damaged, as they leave the device; a stream is one piece. */
  readonly pieces: readonly Uint8Array[];
  /** Whole frames that come afterwards. */
  readonly witnesses: readonly Frame[];
}

/** The most frames of one stream. */
export const MOST_FRAMES = 8;

export function damagedStream(
  protocol: Protocol,
  seed: number,
  mostFrames = MOST_FRAMES,
): DamagedStream {
  const random = seededRandom(seed);
  const frames = protocol.frames(random, random.integer(1, mostFrames));
  const pieces = damage(frames, random, protocol.lie);
  const count = protocol.limits.lostFrames + 2;
  const witnesses = protocol.witnesses?.(random, count) ?? protocol.frames(random, count);
  return {
    seed,
    frames,
    pieces: protocol.carrier === 'stream' ? [joined(pieces)] : pieces,
    witnesses,
  };
}

export interface Hearing {
  readonly largestKeptBytes: number;
  /** How many whole frames went by after the damage before one was understood. */
  readonly lostFrames: number;
}

/**
 * Lets a reader hear the damaged frames and then whole ones.
 *
 * @throws Breach
 */
export async function trial(
  protocol: Protocol,
  reader: Reader,
  stream: DamagedStream,
): Promise<Hearing> {
  const line = new Line(protocol, reader, stream.seed);
  reader.expect?.(stream.frames);
  for (const piece of stream.pieces) await line.carry(piece);
  const lostFrames = await line.carryWitnesses(stream.witnesses);
  line.askWhetherAllWasSaid([...stream.frames, ...stream.witnesses]);
  return { largestKeptBytes: line.largestKeptBytes, lostFrames };
}

/** The line between a device and a reader, with one stream on it. */
class Line {
  readonly #protocol: Protocol;
  readonly #reader: Reader;
  readonly #random: Random;
  readonly #sent: Uint8Array[] = [];
  readonly #understood: string[] = [];
  largestKeptBytes = 0;

  constructor(protocol: Protocol, reader: Reader, seed: number) {
    this.#protocol = protocol;
    this.#reader = reader;
    this.#random = seededRandom(~seed);
  }

  async carry(piece: Uint8Array): Promise<void> {
    this.#sent.push(piece);
    const chunks = this.#protocol.carrier === 'stream' ? this.#anyChunks(piece) : [piece];
    for (const chunk of chunks) await this.#hear(chunk);
  }

  /** Byte by byte, in one piece, or in chunks of any size. */
  #anyChunks(piece: Uint8Array): readonly Uint8Array[] {
    const style = this.#random.next();
    if (style < 0.1) return cut(piece, [1]);
    if (style < 0.3) return cut(piece, []);
    const sizes = Array.from({ length: 8 }, () => this.#random.integer(1, 64));
    return cut(piece, sizes);
  }

  async #hear(chunk: Uint8Array): Promise<void> {
    const words = await asked(() => this.#reader.read(chunk));
    this.#understood.push(...words);
    const { keptBytes } = this.#reader;
    this.largestKeptBytes = Math.max(this.largestKeptBytes, keptBytes);
    if (keptBytes <= this.#protocol.limits.keptBytes) return;
    throw new Breach('grow', `${keptBytes} bytes kept`);
  }

  /** The first one that is understood when it has come, and the next one, must come within the limit. */
  async carryWitnesses(witnesses: readonly Frame[]): Promise<number> {
    let lostFrames = 0;
    let isInStep = false;
    for (const frame of witnesses) {
      const before = this.#understood.length;
      for (const piece of frame.pieces) await this.carry(piece);
      // One that says the same may have been understood earlier.
      const isUnderstood = this.#understood.slice(before).at(-1) === frame.meaning;
      if (isUnderstood && isInStep) return lostFrames;
      if (!isUnderstood) lostFrames += 1;
      if (isInStep) break;
      isInStep = isUnderstood;
    }
    throw new Breach('deaf', `${lostFrames} whole frames after the damage were not understood`);
  }

  askWhetherAllWasSaid(frames: readonly Frame[]): void {
    const sent: Sent = { frames, pieces: this.#sent };
    const invented = this.#protocol.invented(this.#understood, sent);
    if (invented !== undefined) throw new Breach('invent', invented);
  }
}

/** Whatever a parser throws is a breach. Most answer at once, and waiting for what is there already costs a turn. */
async function asked<T>(ask: () => T | Promise<T>): Promise<T> {
  try {
    const answer = ask();
    return answer instanceof Promise ? await answer : answer;
  } catch (cause) {
    throw new Breach('crash', String(cause), { cause });
  }
}
