import { randomFillSync } from 'node:crypto';
import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { step } from '../durable/step.ts';
import { isDiskFull } from './sqlite-errors.ts';

const RESERVE_FILE = 'reserve.bin';
const RESERVE_SIZE_BYTES = 8 * 1024 * 1024;
/** Room that must be left beside the reserve before it is built again. */
const MARGIN_SIZE_BYTES = 2 * 1024 * 1024;
const CHUNK_SIZE_BYTES = 1024 * 1024;

/**
 * Room on the disk that the store holds for bad times: given away when the disk is full, so that a
 * lock, an incident and its audit entry still fit, and taken again as soon as there is room.
 */
export class DiskReserve {
  readonly #directory: string;
  readonly #path: string;
  #held: boolean;

  constructor(directory: string) {
    this.#directory = directory;
    this.#path = join(directory, RESERVE_FILE);
    this.#held = statSync(this.#path, { throwIfNoEntry: false })?.size === RESERVE_SIZE_BYTES;
  }

  get held(): boolean {
    return this.#held;
  }

  /** Takes the reserve again when there is room. @returns whether it is held */
  ensure(): boolean {
    if (this.#held) return true;
    const { bavail, bsize } = statfsSync(this.#directory);
    if (bavail * bsize < RESERVE_SIZE_BYTES + MARGIN_SIZE_BYTES) return false;
    this.#held = step('reserve.take', () => this.#build());
    return this.#held;
  }

  release(): void {
    step('reserve.release', () => rmSync(this.#path, { force: true }));
    this.#held = false;
  }

  /** Random bytes: a file system that compresses or leaves holes out would hold nothing. */
  #build(): boolean {
    const chunk = Buffer.alloc(CHUNK_SIZE_BYTES);
    const file = openSync(this.#path, 'w', 0o600);
    try {
      for (let written = 0; written < RESERVE_SIZE_BYTES;) {
        written += writeSync(file, randomFillSync(chunk));
      }
      fsyncSync(file);
      return true;
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      rmSync(this.#path, { force: true });
      return false;
    } finally {
      closeSync(file);
    }
  }
}
