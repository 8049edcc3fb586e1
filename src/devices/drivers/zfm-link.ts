import { setTimeout as delay } from 'node:timers/promises';

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { deviceError } from '../device-error.ts';
import type { DeviceError } from '../device-error.ts';
import { cancel } from '../protocols/zfm/commands.ts';
import { ZfmExchange } from '../protocols/zfm/exchange.ts';
import type { Acknowledgement } from '../protocols/zfm/exchange.ts';
import { encodePacket, PACKET_TYPE, PacketParser } from '../protocols/zfm/packet.ts';
import type { ParserEvent } from '../protocols/zfm/packet.ts';
import { tellsGaps } from '../transports/transport.ts';
import type { Transport } from '../transports/transport.ts';

export interface RequestOptions {
  /** The longest silence on the line before the request is given up. */
  readonly silenceMs: number;
  readonly signal?: AbortSignal;
  /** Present for commands that upload: the payload of each data packet, as it comes. */
  readonly onData?: (bytes: Uint8Array) => void;
}

/** After a broken exchange the line counts as still when nothing came for this long. */
const STILL_MS = 60;

/** A whole image at 9600 bit/s takes 45 s: what talks longer than that is no module of the family. */
const SETTLE_LIMIT_MS = 60_000;

/**
 * After bytes that are no packet, so long is waited for one: nonsense is noticed sooner than silence. A packet of 256
 * bytes takes 280 ms at 9600 bit/s.
 */
const NOISE_MS = 500;

/**
 * A timer that comes so late says that this machine stood still, not that the module kept silent: what came meanwhile is
 * not read yet, and is waited for once more.
 */
const STOOD_STILL_MS = 200;

/** How long an answer to the command that ends a broken exchange may take, and how often it is said. */
const BARRIER_MS = 200;
const MAXIMUM_BARRIERS = 10;

type Outcome = Result<Acknowledgement, DeviceError>;

/** The request that is on the line now. */
interface Pending {
  readonly exchange: ZfmExchange;
  readonly options: RequestOptions;
  readonly settle: (outcome: Outcome) => void;
  heardAnything: boolean;
  isNoiseTimed: boolean;
  wasWaitedAgain: boolean;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Commands and answers of the ZFM family over any transport, one at a time. Acknowledgements do not say which command
 * they answer: after a timeout, damage or a cancel the line is first brought to rest, before the next command.
 */
export class ZfmLink {
  readonly #transport: Transport;
  readonly #address: number;
  readonly #parser = new PacketParser();
  readonly #unsubscribe: readonly (() => void)[];
  #pending: Pending | undefined;
  #outOfStep = false;
  #isDetached = false;
  #lastHeardAt = 0;
  #strays = 0;
  /** Whether the rest of a picture came where an answer belongs. */
  #heardRest = false;

  constructor(transport: Transport, address: number) {
    this.#transport = transport;
    this.#address = address;
    this.#unsubscribe = [
      transport.onData((bytes) => this.#hear(bytes)),
      transport.onClosed((reason) => {
        const detail = reason.kind === 'lost' ? reason.error.detail : 'the port was closed';
        this.#finish(err(deviceError('disconnected', detail)));
      }),
      ...(tellsGaps(transport) ? [transport.onGap((detail) => this.#fail(detail))] : []),
    ];
  }

  /**
   * How often something came that nobody had asked for, on a line that was in step. An acknowledgement does not say what
   * it answers: where the number has grown since a command was sent, what was taken for its answer may be another's.
   */
  get strays(): number {
    return this.#strays;
  }

  /** Stops listening to the transport; a request under way answers `not-open`, and so does every later one. */
  detach(): void {
    this.#isDetached = true;
    this.#finish(err(deviceError('not-open', 'the device was closed')));
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  /** After the line rate was changed: what is still under way came at another rate and is noise. */
  startAfresh(): void {
    this.#outOfStep = false;
    this.#parser.reset();
  }

  async request(command: Uint8Array, options: RequestOptions): Promise<Outcome> {
    if (this.#isDetached) return err(deviceError('not-open', 'the device was closed before'));
    if (this.#pending !== undefined) throw new Error('two commands at once on a half-duplex line');
    if (this.#outOfStep) {
      const settled = await this.#comeToRest(options.signal);
      if (!settled.ok) return settled;
    }
    return this.#send(command, options);
  }

  async #send(command: Uint8Array, options: RequestOptions): Promise<Outcome> {
    if (options.signal?.aborted === true) return err(deviceError('cancelled', 'before sending'));
    this.#parser.reset();
    const packet = { address: this.#address, type: PACKET_TYPE.command, payload: command };
    const outcome = new Promise<Outcome>((resolve) => this.#begin(options, resolve));
    const written = await this.#transport.write(encodePacket(packet));
    if (!written.ok) this.#finish(err(written.error));
    return outcome;
  }

  #begin(options: RequestOptions, resolve: (outcome: Outcome) => void): void {
    const onAbort = (): void => {
      this.#outOfStep = true;
      this.#finish(err(deviceError('cancelled', 'cancelled on the line')));
    };
    options.signal?.addEventListener('abort', onAbort, { once: true });
    const pending: Pending = {
      exchange: new ZfmExchange({ uploads: options.onData !== undefined }),
      options,
      heardAnything: false,
      isNoiseTimed: false,
      wasWaitedAgain: false,
      timer: undefined,
      settle: (outcome) => {
        options.signal?.removeEventListener('abort', onAbort);
        resolve(outcome);
      },
    };
    this.#pending = pending;
    this.#setTimer(pending, options.silenceMs);
  }

  #finish(outcome: Outcome): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    this.#pending = undefined;
    clearTimeout(pending.timer);
    pending.settle(outcome);
  }

  #fail(detail: string): void {
    this.#outOfStep = true;
    this.#finish(err(deviceError('wrong-answer', detail)));
  }

  #silence(): void {
    this.#outOfStep = true;
    const heard = this.#pending?.heardAnything === true;
    this.#finish(
      err(
        heard
          ? deviceError('wrong-answer', 'what came is not the whole of an answer')
          : deviceError('no-answer', 'nothing came'),
      ),
    );
  }

  #hear(bytes: Uint8Array): void {
    this.#lastHeardAt = performance.now();
    const pending = this.#pending;
    if (pending === undefined) return this.#stray();
    pending.heardAnything = true;
    const events = this.#parser.push(bytes);
    if (events.length === 0) this.#expectPacketSoon(pending);
    let answer: Acknowledgement | undefined;
    for (const event of events) {
      if (isEcho(event)) continue;
      if (answer !== undefined) return this.#failInDoubt();
      answer = this.#accept(event, pending);
      if (this.#pending === undefined) return; // It failed: the rest of it is left out.
    }
    if (answer === undefined) return;
    if (this.#parser.keptBytes > 0) return this.#failInDoubt();
    this.#finish(ok(answer));
  }

  /** Something comes behind the answer: which of the two is the answer cannot be told. */
  #failInDoubt(): void {
    this.#stray();
    this.#fail('two answers to one command');
  }

  /** What comes after a broken exchange is the rest of it, and no news. */
  #stray(): void {
    if (!this.#outOfStep) this.#strays += 1;
    this.#outOfStep = true;
  }

  /** Noise that goes on does not put this off, only a packet does. */
  #expectPacketSoon(pending: Pending): void {
    if (pending.isNoiseTimed) return;
    pending.isNoiseTimed = true;
    this.#setTimer(pending, Math.min(NOISE_MS, pending.options.silenceMs));
  }

  #setTimer(pending: Pending, afterMs: number): void {
    clearTimeout(pending.timer);
    const dueAt = performance.now() + afterMs;
    pending.timer = setTimeout(() => {
      const stoodStill = performance.now() - dueAt > STOOD_STILL_MS;
      if (!stoodStill || pending.wasWaitedAgain) return this.#silence();
      pending.wasWaitedAgain = true;
      this.#setTimer(pending, afterMs);
    }, afterMs);
  }

  /** The answer, when it is whole with this packet. */
  #accept(event: ParserEvent, pending: Pending): Acknowledgement | undefined {
    if (event.kind === 'damaged') {
      this.#fail('a packet with a wrong checksum');
      return undefined;
    }
    const step = pending.exchange.accept(event.packet);
    pending.isNoiseTimed = false;
    this.#setTimer(pending, pending.options.silenceMs);
    switch (step.kind) {
      case 'data-follows':
        return undefined;
      case 'data':
        pending.options.onData?.(step.bytes);
        return undefined;
      case 'finished':
        if (step.acknowledgement.parameters.length > 0) {
          pending.options.onData?.(step.acknowledgement.parameters);
        }
        return step.acknowledgement;
      case 'violation':
        this.#heardRest = isOfPicture(event);
        this.#stray();
        this.#fail(step.detail);
        return undefined;
    }
  }

  /** Waits until the line is still, then asks for any answer at all, so that the next one is the right one. */
  async #comeToRest(signal: AbortSignal | undefined): Promise<Result<void, DeviceError>> {
    const deadline = performance.now() + SETTLE_LIMIT_MS;
    for (let barriers = 1; ; barriers += 1) {
      const still = await this.#waitUntilStill(signal, deadline);
      if (!still.ok) return still;
      this.#heardRest = false;
      const barrier = await this.#send(cancel(), { silenceMs: BARRIER_MS });
      const isLineLost = !barrier.ok && !['no-answer', 'wrong-answer'].includes(barrier.error.code);
      if (isLineLost) return barrier;
      this.#outOfStep = !barrier.ok && barrier.error.code === 'wrong-answer';
      // On a machine under load a picture pauses for longer than a line is still.
      if (!this.#heardRest || barriers === MAXIMUM_BARRIERS) return ok(undefined);
    }
  }

  async #waitUntilStill(
    signal: AbortSignal | undefined,
    deadline: number,
  ): Promise<Result<void, DeviceError>> {
    let still = performance.now() - this.#lastHeardAt;
    while (still < STILL_MS) {
      if (signal?.aborted === true) return err(deviceError('cancelled', 'while the line settled'));
      if (performance.now() > deadline) {
        return err(deviceError('wrong-answer', 'the line does not come to rest'));
      }
      await delay(STILL_MS - still);
      still = performance.now() - this.#lastHeardAt;
    }
    return ok(undefined);
  }
}

/** A line that gives back what was said on it. */
function isEcho(event: ParserEvent): boolean {
  return event.kind === 'packet' && event.packet.type === PACKET_TYPE.command;
}

function isOfPicture(event: ParserEvent): boolean {
  if (event.kind !== 'packet') return false;
  const { type } = event.packet;
  return type === PACKET_TYPE.data || type === PACKET_TYPE.endOfData;
}
