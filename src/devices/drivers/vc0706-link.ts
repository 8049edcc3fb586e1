import { setTimeout as delay } from 'node:timers/promises';

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { deviceError } from '../device-error.ts';
import type { DeviceError } from '../device-error.ts';
import { encodeCommand, ReplyParser } from '../protocols/vc0706/frame.ts';
import type { CameraCommand, ReplyEvent } from '../protocols/vc0706/frame.ts';
import type { Transport } from '../transports/transport.ts';

export interface CameraRequestOptions {
  /** The longest silence on the line before the request is given up. */
  readonly silenceMs: number;
  /** The longest time for the whole answer, however much noise there is. */
  readonly limitMs: number;
  /** For READ_FBUF: how many bytes of the picture it asks for. */
  readonly pictureBytes?: number;
  readonly signal?: AbortSignal;
}

/** A reply, or, from READ_FBUF, status 0 and the bytes of the picture. */
export interface CameraAnswer {
  readonly status: number;
  readonly data: Uint8Array;
}

/** After a broken exchange the line counts as still when nothing came for this long. */
const STILL_MS = 60;

/** A part of a picture takes a third of a second at every rate: what talks longer than that is no such camera. */
const SETTLE_LIMIT_MS = 5_000;

type Outcome = Result<CameraAnswer, DeviceError>;

interface Pending {
  readonly code: number;
  readonly options: CameraRequestOptions;
  readonly settle: (outcome: Outcome) => void;
  readonly limit: NodeJS.Timeout;
  silence: NodeJS.Timeout;
  heardAnything: boolean;
}

/**
 * Commands and replies of one VC0706 over any transport, one at a time. Replies name their command and nothing else:
 * after a timeout, damage, a cancel, or bytes that nobody waited for, the line is brought to rest before the next one.
 */
export class Vc0706Link {
  readonly #transport: Transport;
  readonly #serialNumber: number;
  readonly #parser: ReplyParser;
  readonly #unsubscribe: readonly (() => void)[];
  #pending: Pending | undefined;
  #isOutOfStep = false;
  #lastHeardAt = 0;
  #strayBytes = 0;
  #closed: DeviceError | undefined;

  constructor(transport: Transport, serialNumber: number) {
    this.#transport = transport;
    this.#serialNumber = serialNumber;
    this.#parser = new ReplyParser(serialNumber);
    this.#unsubscribe = [
      transport.onData((bytes) => this.#hear(bytes)),
      transport.onClosed((reason) => {
        const detail = reason.kind === 'lost' ? reason.error.detail : 'the port was closed';
        this.#end(deviceError('disconnected', detail));
      }),
    ];
  }

  /** Stops listening to the transport; a request under way answers `not-open`. */
  detach(): void {
    this.#end(deviceError('not-open', 'the device was closed'));
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  /** After the line rate was changed: what is still under way came at another rate and is noise. */
  startAfresh(): void {
    this.#isOutOfStep = false;
    this.#strayBytes = 0;
    this.#parser.reset();
  }

  async request(command: CameraCommand, options: CameraRequestOptions): Promise<Outcome> {
    if (this.#pending !== undefined) throw new Error('two commands at once on one line');
    if (this.#closed !== undefined) return err(this.#closed);
    if (this.#isOutOfStep) {
      const settled = await this.#comeToRest(options.signal);
      if (!settled.ok) return settled;
    }
    if (options.signal?.aborted === true) return err(deviceError('cancelled', 'before sending'));
    this.#parser.reset();
    if (options.pictureBytes !== undefined) this.#parser.expectPicture(options.pictureBytes);
    const outcome = new Promise<Outcome>((settle) => this.#begin(command.code, options, settle));
    const written = await this.#transport.write(encodeCommand(this.#serialNumber, command));
    if (!written.ok) this.#finish(err(written.error));
    return outcome;
  }

  /** Whether anything came that nobody waited for, since `forgetStrays`. */
  get hasHeardStrays(): boolean {
    return this.#strayBytes > 0;
  }

  forgetStrays(): void {
    this.#strayBytes = 0;
  }

  /** Gives what nobody asked for the time to come. */
  async listen(): Promise<void> {
    await delay(STILL_MS);
  }

  #begin(code: number, options: CameraRequestOptions, settle: (outcome: Outcome) => void): void {
    const onAbort = (): void => {
      this.#isOutOfStep = true;
      this.#finish(err(deviceError('cancelled', 'cancelled on the line')));
    };
    options.signal?.addEventListener('abort', onAbort, { once: true });
    this.#pending = {
      code,
      options,
      heardAnything: false,
      silence: setTimeout(() => this.#giveUp(), options.silenceMs),
      limit: setTimeout(() => this.#giveUp(), options.limitMs),
      settle: (outcome) => {
        options.signal?.removeEventListener('abort', onAbort);
        settle(outcome);
      },
    };
  }

  #finish(outcome: Outcome): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#pending = undefined;
    clearTimeout(pending.silence);
    clearTimeout(pending.limit);
    pending.settle(outcome);
  }

  #giveUp(): void {
    this.#isOutOfStep = true;
    const heard = this.#pending?.heardAnything === true;
    this.#finish(
      err(
        heard
          ? deviceError('wrong-answer', 'what came is not the whole of an answer')
          : deviceError('no-answer', 'nothing came'),
      ),
    );
  }

  #end(error: DeviceError): void {
    this.#closed ??= error;
    this.#finish(err(error));
  }

  #hear(bytes: Uint8Array): void {
    this.#lastHeardAt = performance.now();
    const pending = this.#pending;
    if (pending === undefined) return this.#stray(bytes.length);
    pending.heardAnything = true;
    clearTimeout(pending.silence);
    pending.silence = setTimeout(() => this.#giveUp(), pending.options.silenceMs);
    for (const event of this.#parser.push(bytes)) {
      if (this.#pending === undefined) this.#stray(1);
      else this.#accept(event, this.#pending);
    }
    // The start of something more behind the answer.
    if (this.#pending === undefined && this.#parser.keptBytes > 0) this.#stray(1);
  }

  #stray(bytes: number): void {
    this.#strayBytes += bytes;
    this.#isOutOfStep = true;
  }

  #accept(event: ReplyEvent, pending: Pending): void {
    switch (event.kind) {
      case 'damaged':
        this.#isOutOfStep = true;
        return this.#finish(err(deviceError('wrong-answer', 'a part of the picture has no tail')));
      case 'picture':
        return this.#finish(ok({ status: 0, data: event.bytes }));
      case 'reply': {
        const { code, status, data } = event.reply;
        // An answer to an earlier command that was given up.
        if (code !== pending.code) return;
        return this.#finish(ok({ status, data }));
      }
    }
  }

  async #comeToRest(signal: AbortSignal | undefined): Promise<Result<void, DeviceError>> {
    const deadline = performance.now() + SETTLE_LIMIT_MS;
    let still = performance.now() - this.#lastHeardAt;
    while (still < STILL_MS) {
      if (signal?.aborted === true) return err(deviceError('cancelled', 'while the line settled'));
      if (performance.now() > deadline) {
        return err(deviceError('wrong-answer', 'the line does not come to rest'));
      }
      await delay(STILL_MS - still);
      still = performance.now() - this.#lastHeardAt;
    }
    if (this.#closed !== undefined) return err(this.#closed);
    this.#isOutOfStep = false;
    return ok(undefined);
  }
}
