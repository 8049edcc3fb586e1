import type { Random } from '../../src/station/training/seeded-random.ts';

/** One frame as a device sends it. */
export interface Frame {
  /** As many as there are reports where a frame comes in reports; one anywhere else. */
  readonly pieces: readonly Uint8Array[];
  /** What a reader is to understand of it. */
  readonly meaning: string;
}

/** A parser at work, with all that it keeps from one piece to the next. */
export interface Reader {
  /** What the host does before these frames come: it tells its parser what it has asked for. */
  expect?(frames: readonly Frame[]): void;
  /** The meanings that were understood, in their order. */
  read(piece: Uint8Array): readonly string[] | Promise<readonly string[]>;
  /** Of what came and was not understood yet. */
  readonly keptBytes: number;
}

/** What went over the line. */
export interface Sent {
  /** As they were before they were damaged, and those that came whole after them. */
  readonly frames: readonly Frame[];
  readonly pieces: readonly Uint8Array[];
}

export interface Limits {
  /** The most that a reader may keep. */
  readonly keptBytes: number;
  /** How many whole frames may be lost after damage, before every further one is understood. */
  readonly lostFrames: number;
  /** Processor time for a thousand frames: a hundred times what they take, so that only a parser that works too much is caught. */
  readonly msPerThousandFrames: number;
}

/** What is said by a device, who reads it here, and what must hold however the line treats it. */
export interface Protocol {
  readonly name: string;
  /** Whether frames come as a stream, which may be cut anywhere, or as messages, each of which arrives by itself. */
  readonly carrier: 'stream' | 'messages';
  /** Frames as a device that is whole sends them one after the other. */
  frames(random: Random, count: number): readonly Frame[];
  /** Frames that come after damage; those of `frames` when absent. */
  witnesses?(random: Random, count: number): readonly Frame[];
  /** A piece whose length, which stands in it, is not true. */
  readonly lie?: (piece: Uint8Array, random: Random) => Uint8Array;
  /**
   * What reaches the reader when whole frames came in parts of these sizes. Absent for a stream, which is cut, and for
   * messages that come whole or not at all.
   */
  readonly regroup?: (frames: readonly Frame[], sizes: readonly number[]) => readonly Uint8Array[];
  reader(): Reader;
  /** Why some of what was understood cannot have been said; undefined when all of it can. */
  invented(understood: readonly string[], sent: Sent): string | undefined;
  readonly limits: Limits;
}

/** Opened by name, because some have keys to make first. */
export type Catalogue = Readonly<Record<string, () => Protocol | Promise<Protocol>>>;
