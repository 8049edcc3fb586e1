import { collectedHeapBytes } from './collected-heap.ts';
import type { FlightRecorder } from './flight-recorder.ts';
import type { FoundBreach, ListenerReport } from './orders.ts';
import type { Protocol } from './protocol.ts';
import { shrink } from './shrink.ts';
import { Breach, damagedStream, MOST_FRAMES, trial } from './trial.ts';
import type { DamagedStream } from './trial.ts';

/** What a million frames may leave behind after garbage collection: compiled code grows a little, a leak by the frame. */
const MOST_HEAP_GROWTH_BYTES = 1024 * 1024;

/** The heap is looked at when everything has run hot. */
const WARM_UP = 0.2;

const FRAMES_PER_LOOK = 1_000;

/** One run over one protocol, by one reader that lives through all of it. */
export class Run {
  readonly #protocol: Protocol;
  readonly #recorder: FlightRecorder;
  #frames = 0;
  #largestBufferBytes = 0;
  #recoveredAfterFrames = 0;
  #heapGrowthBytes = 0;

  constructor(protocol: Protocol, recorder: FlightRecorder) {
    this.#protocol = protocol;
    this.#recorder = recorder;
  }

  async over(frames: number, seed: number): Promise<ListenerReport> {
    const reader = this.#protocol.reader();
    let heapBefore: number | undefined;
    let looked = { frames: 0, ms: processorMs() };
    for (let turn = 0; this.#frames < frames; turn += 1) {
      const mostFrames = Math.min(MOST_FRAMES, frames - this.#frames);
      const stream = damagedStream(this.#protocol, streamSeed(seed, turn), mostFrames);
      this.#recorder.record({ ...stream, mostFrames, framesBefore: this.#frames });
      try {
        const hearing = await trial(this.#protocol, reader, stream);
        this.#largestBufferBytes = Math.max(this.#largestBufferBytes, hearing.largestKeptBytes);
        this.#recoveredAfterFrames = Math.max(this.#recoveredAfterFrames, hearing.lostFrames);
        this.#frames += stream.frames.length;
        if (this.#frames - looked.frames >= FRAMES_PER_LOOK) {
          looked = this.#lookAtClock(looked);
        }
      } catch (cause) {
        if (!(cause instanceof Breach)) throw cause;
        return this.#report(await this.#smallest(cause, stream, mostFrames));
      }
      if (this.#frames >= frames * WARM_UP) heapBefore ??= await collectedHeapBytes();
    }
    this.#heapGrowthBytes = (await collectedHeapBytes()) - (heapBefore ?? 0);
    if (this.#heapGrowthBytes <= MOST_HEAP_GROWTH_BYTES) return this.#report(undefined);
    const detail = `the heap grew by ${this.#heapGrowthBytes} bytes over ${frames} frames`;
    return this.#report({ kind: 'grow', detail, pieces: [], isSmallest: true });
  }

  /** @throws Breach when the frames since the last look took too much of the processor. */
  #lookAtClock(before: { readonly frames: number; readonly ms: number }): typeof before {
    const now = { frames: this.#frames, ms: processorMs() };
    const perThousand = ((now.ms - before.ms) / (now.frames - before.frames)) * FRAMES_PER_LOOK;
    if (perThousand <= this.#protocol.limits.msPerThousandFrames) return now;
    throw new Breach('hang', `${Math.round(perThousand)} ms of the processor for 1000 frames`);
  }

  async #smallest(breach: Breach, stream: DamagedStream, mostFrames: number): Promise<FoundBreach> {
    const stillDoes = async (pieces: readonly Uint8Array[]): Promise<boolean> => {
      this.#recorder.record({ ...stream, pieces, mostFrames, framesBefore: this.#frames });
      return (await tried(this.#protocol, { ...stream, pieces }))?.kind === breach.kind;
    };
    // What a reader kept from earlier streams can have its part in it: then this stream alone does not do it.
    const isAlone = await stillDoes(stream.pieces);
    const pieces = isAlone ? await shrink(stream.pieces, stillDoes) : stream.pieces;
    return { kind: breach.kind, detail: detailOf(breach), pieces, isSmallest: true };
  }

  #report(breach: FoundBreach | undefined): ListenerReport {
    return {
      frames: this.#frames,
      largestBufferBytes: this.#largestBufferBytes,
      heapGrowthBytes: this.#heapGrowthBytes,
      recoveredAfterFrames: this.#recoveredAfterFrames,
      breach,
    };
  }
}

/** What a reader that has heard nothing else makes of the stream. */
export async function tried(
  protocol: Protocol,
  stream: DamagedStream,
): Promise<Breach | undefined> {
  try {
    await trial(protocol, protocol.reader(), stream);
    return undefined;
  } catch (cause) {
    if (cause instanceof Breach) return cause;
    throw cause;
  }
}

export function detailOf(breach: Breach): string {
  return breach.cause instanceof Error ? (breach.cause.stack ?? breach.message) : breach.message;
}

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** Of one stream in a run: far from those of its neighbours. */
function streamSeed(seed: number, turn: number): number {
  return (Math.imul(seed, 0x9e3779b1) ^ Math.imul(turn + 1, 0x85ebca6b)) >>> 0;
}
