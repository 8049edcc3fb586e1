import { Worker } from 'node:worker_threads';
import type { Result } from '../domain/result.ts';
import type { DecodePrintError } from './decode-print.ts';
import type { ExaminedPrint, PrintPicture } from './examine-print.ts';

export interface ExamineRequest {
  readonly id: number;
  readonly picture: PrintPicture;
}

export type Examined = Result<ExaminedPrint, DecodePrintError>;

export interface ExamineReply {
  readonly id: number;
  readonly result: Examined;
}

/**
 * Examines prints on a thread of its own: the process that holds devices, store and window is not kept from them by a
 * picture. The thread starts with the first print, or when it is woken before.
 */
export class PrintExaminer {
  readonly #script: string;
  readonly #waiting = new Map<number, PromiseWithResolvers<Examined>>();
  #thread: Worker | undefined;
  #resting = false;
  #lastId = 0;

  /** @param script what runs in the thread: `print-examiner-thread.ts` beside this file, or the bundle of an app */
  constructor(script: string) {
    this.#script = script;
  }

  /** Starts the thread while a finger is still awaited. */
  wake(): void {
    this.#resting = false;
    this.#thread ??= this.#start();
  }

  /** See `examinePrint`. What throws there rejects here. */
  examine(picture: PrintPicture): Promise<Examined> {
    this.wake();
    this.#lastId += 1;
    const id = this.#lastId;
    const waiting = Promise.withResolvers<Examined>();
    this.#waiting.set(id, waiting);
    this.#thread?.ref();
    this.#thread?.postMessage({ id, picture } satisfies ExamineRequest);
    return waiting.promise;
  }

  /** Gives the thread's memory back as soon as no print waits; the next print starts another one. */
  rest(): void {
    this.#resting = true;
    this.#endAtRest();
  }

  async stop(): Promise<void> {
    await this.#thread?.terminate();
  }

  #start(): Worker {
    const thread = new Worker(this.#script);
    // A thread without work keeps no process alive.
    thread.unref();
    thread.on('message', ({ id, result }: ExamineReply) => {
      this.#waiting.get(id)?.resolve(result);
      this.#waiting.delete(id);
      if (this.#waiting.size > 0) return;
      thread.unref();
      this.#endAtRest();
    });
    thread.once('error', (cause) => this.#over(thread, cause));
    thread.once('exit', () => this.#over(thread, new Error('the thread has ended')));
    return thread;
  }

  /** A thread takes a moment to end: a print that comes meanwhile must find another one. */
  #endAtRest(): void {
    if (!this.#resting || this.#waiting.size > 0) return;
    const thread = this.#thread;
    this.#thread = undefined;
    void thread?.terminate();
  }

  /** The next print gets a new thread. */
  #over(thread: Worker, cause: unknown): void {
    if (this.#thread !== thread) return;
    this.#thread = undefined;
    for (const { reject } of this.#waiting.values()) reject(cause);
    this.#waiting.clear();
  }
}
