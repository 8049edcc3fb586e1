import { err, ok } from '../../domain/result.ts';
import { PreviewStreamParser } from '../protocols/sbi/preview-stream.ts';
import { readBody } from '../protocols/sbi/replies.ts';
import type { SbiRequest } from '../protocols/sbi/requests.ts';
import { streamLoopback } from '../transports/loopback-http.ts';
import type { LoopbackHead } from '../transports/loopback-http.ts';
import type { SbiError, SbiResult } from './sbi-error.ts';

export interface SbiPreview {
  /** Stops the stream, and with it a capture that runs beside it. */
  stop(): void;
  /** Answers once, when the stream is over: well when it was stopped or its time was up. */
  readonly ended: Promise<SbiResult<void>>;
}

export interface SbiPreviewOptions {
  readonly port: number;
  readonly request: SbiRequest;
  /** What the device was told: when it ends the stream of itself. */
  readonly timeoutMs: number;
  /** For the beginning of the stream. */
  readonly answerTimeoutMs: number;
  /** A stream without a picture for so long is given up. */
  readonly silenceMs: number;
  /** Whether the stream may be silent now: no pictures come while a capture runs. */
  readonly isSilenceInOrder: () => boolean;
  readonly onFrame: (jpeg: Uint8Array) => void;
  /** Gives the opening up; `stop` ends a preview that has begun. */
  readonly signal: AbortSignal;
}

/** How much sooner than ordered a device may end its stream. */
const END_TOLERANCE_MS = 200;

/** What comes instead of pictures is an error of a few words. */
const LONGEST_REFUSAL_BYTES = 64 * 1024;

/** Opens a stream of preview pictures. Answers when it has begun, or with the device's reason why not. */
export async function openSbiPreview(options: SbiPreviewOptions): Promise<SbiResult<SbiPreview>> {
  const feed = new PreviewFeed(options);
  const giveUp = (): void => feed.stop();
  options.signal.addEventListener('abort', giveUp, { once: true });
  const began = await feed.began;
  options.signal.removeEventListener('abort', giveUp);
  if (!began.ok) return began;
  if (!options.signal.aborted) return ok(feed);
  feed.stop();
  return err({ code: 'cancelled', detail: 'stopped' });
}

/** One stream from its request to its end. */
class PreviewFeed implements SbiPreview {
  readonly began: Promise<SbiResult<void>>;
  readonly ended: Promise<SbiResult<void>>;
  readonly #options: SbiPreviewOptions;
  readonly #stopping = new AbortController();
  readonly #parser = new PreviewStreamParser();
  readonly #refusal: Uint8Array[] = [];
  readonly #endsAt: number;
  #refusalBytes = 0;
  #hasPictures = false;
  #isGivenUp = false;
  #silence: NodeJS.Timeout | undefined;

  constructor(options: SbiPreviewOptions) {
    this.#options = options;
    this.#endsAt = performance.now() + options.timeoutMs - END_TOLERANCE_MS;
    let begin = (): void => {};
    const pictures = new Promise<SbiResult<void>>((resolve) => {
      begin = () => resolve(ok(undefined));
    });
    const { port, request, answerTimeoutMs } = options;
    this.ended = streamLoopback(
      { ...request, port, timeoutMs: answerTimeoutMs, signal: this.#stopping.signal },
      (head) => this.#begin(head, begin),
    ).then((end) => this.#verdict(end));
    this.began = Promise.race([pictures, this.ended]);
  }

  stop(): void {
    this.#stopping.abort();
  }

  #begin(head: LoopbackHead, begin: () => void): (chunk: Uint8Array) => void {
    this.#hasPictures = head.status === 200 && head.contentType.startsWith('multipart/');
    const { silenceMs, answerTimeoutMs } = this.#options;
    this.#watch(this.#hasPictures ? silenceMs : answerTimeoutMs);
    if (!this.#hasPictures) return (chunk) => this.#refused(chunk);
    begin();
    return (chunk) => this.#show(chunk);
  }

  #show(chunk: Uint8Array): void {
    for (const event of this.#parser.push(chunk)) {
      if (event.kind !== 'frame') continue;
      this.#silence?.refresh();
      this.#options.onFrame(event.jpeg);
    }
  }

  #refused(chunk: Uint8Array): void {
    this.#refusal.push(chunk);
    this.#refusalBytes += chunk.length;
    if (this.#refusalBytes > LONGEST_REFUSAL_BYTES) this.#giveUp();
  }

  #watch(limitMs: number): void {
    this.#silence = setTimeout(() => {
      if (this.#hasPictures && this.#options.isSilenceInOrder()) this.#watch(limitMs);
      else this.#giveUp();
    }, limitMs);
  }

  #giveUp(): void {
    this.#isGivenUp = true;
    this.#stopping.abort();
  }

  /** How the end is to be told, knowing who wanted it. */
  #verdict(end: SbiResult<void>): SbiResult<void> {
    clearTimeout(this.#silence);
    if (this.#isGivenUp) return err(this.#whyGivenUp());
    if (this.#stopping.signal.aborted) {
      return this.#hasPictures ? ok(undefined) : err({ code: 'cancelled', detail: 'stopped' });
    }
    if (!end.ok) return end;
    if (this.#hasPictures) {
      // HTTP/1.0 has no other way to tell a broken stream from one that is over.
      if (performance.now() >= this.#endsAt) return end;
      return err({ code: 'disconnected', detail: 'the stream ended before its time' });
    }
    const told = readBody(Buffer.concat(this.#refusal));
    return told.ok ? err({ code: 'wrong-answer', detail: 'neither pictures nor an error' }) : told;
  }

  #whyGivenUp(): SbiError {
    return this.#hasPictures
      ? { code: 'no-answer', detail: `no picture in ${this.#options.silenceMs} ms` }
      : { code: 'wrong-answer', detail: 'neither pictures nor an error' };
  }
}
