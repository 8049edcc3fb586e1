import { setTimeout as delay } from 'node:timers/promises';

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { deviceError, isDeaf } from '../device-error.ts';
import type { DeviceError } from '../device-error.ts';
import { ViscaConversation } from '../protocols/visca/conversation.ts';
import type {
  ConversationStep,
  ViscaOutcome,
  ViscaRequest,
  WorkingSocket,
} from '../protocols/visca/conversation.ts';
import { cancelSocket } from '../protocols/visca/commands.ts';
import {
  BROADCAST_HEADER,
  commandHeader,
  encodePacket,
  PacketParser,
} from '../protocols/visca/packet.ts';
import type { CameraAddress } from '../protocols/visca/packet.ts';
import { salvageReply } from '../protocols/visca/replies.ts';
import type { ViscaReply } from '../protocols/visca/replies.ts';
import type { Transport } from '../transports/transport.ts';

export interface ViscaLinkOptions {
  readonly transport: Transport;
  readonly address: CameraAddress;
  /** How long an answer or an acknowledgement may take. */
  readonly answerMs: number;
}

export interface SayOptions {
  /** How long a command may work after it was acknowledged. */
  readonly workMs?: number;
  /** Aborting it cancels the command, also when it works already. */
  readonly signal?: AbortSignal;
  /** Whether it is for all cameras on the chain. */
  readonly isBroadcast?: boolean;
}

/** After noise, an error or an answer that nobody waited for, the line counts as still when nothing came for so long. */
const STILL_MS = 40;

/** What still talks after that is no camera. */
const SETTLE_LIMIT_MS = 2_000;

const DEFAULT_WORK_MS = 20_000;

type Outcome = Result<ViscaOutcome, DeviceError>;

/** A request that was said and not yet finished. */
interface Waiting {
  readonly settle: (outcome: Outcome) => void;
  /** Lets the next request go on the line. */
  readonly leaveLine: () => void;
  readonly lineLeft: Promise<void>;
  readonly workMs: number;
  heardAnything: boolean;
  timer: NodeJS.Timeout;
}

/** Requests and replies of one camera over any transport; two commands may work at the same time. */
export class ViscaLink {
  readonly #options: ViscaLinkOptions;
  readonly #parser = new PacketParser();
  readonly #unsubscribe: readonly (() => void)[];
  readonly #waiting = new Map<number, Waiting>();
  #conversation = new ViscaConversation();
  #turn: Promise<void> = Promise.resolve();
  #isOutOfStep = false;
  #lastHeardAt = 0;
  #closed: DeviceError | undefined;
  #hasNetworkChanged = false;

  constructor(options: ViscaLinkOptions) {
    this.#options = options;
    this.#unsubscribe = [
      options.transport.onData((bytes) => this.#hear(bytes)),
      options.transport.onClosed((reason) => {
        const detail = reason.kind === 'lost' ? reason.error.detail : 'the port was closed';
        this.#end(deviceError('disconnected', detail));
      }),
    ];
  }

  /** How many commands work in the camera's sockets, as far as is known here. */
  get workingCommands(): number {
    return this.#conversation.workingCommands;
  }

  /** Whether a camera was switched on or taken away: addresses must be set anew. */
  get hasNetworkChanged(): boolean {
    return this.#hasNetworkChanged;
  }

  forgetNetworkChange(): void {
    this.#hasNetworkChanged = false;
  }

  /** Stops listening to the transport; requests under way answer `not-open`. */
  detach(): void {
    this.#end(deviceError('not-open', 'the device was closed'));
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  /** After the line rate was changed: what is still under way came at another rate and is noise. */
  startAfresh(): void {
    this.#parser.reset();
    this.#isOutOfStep = false;
  }

  /** Says one request when its turn comes, and answers when it is finished. */
  async say(
    request: ViscaRequest,
    message: Uint8Array,
    options: SayOptions = {},
  ): Promise<Outcome> {
    const before = this.#turn;
    const { promise: lineLeft, resolve: leaveLine } = Promise.withResolvers<void>();
    this.#turn = lineLeft;
    await before;
    const ready = await this.#readyToSay(options.signal);
    if (!ready.ok) {
      leaveLine();
      return ready;
    }
    const id = this.#conversation.begin(request);
    const outcome = new Promise<Outcome>((settle) =>
      this.#wait(id, options, { settle, leaveLine, lineLeft }),
    );
    const header = options.isBroadcast ? BROADCAST_HEADER : commandHeader(this.#options.address);
    const written = await this.#options.transport.write(encodePacket(header, message));
    if (!written.ok) this.#finish(id, err(written.error));
    return this.#cancellable(id, outcome, options.signal);
  }

  async #readyToSay(signal: AbortSignal | undefined): Promise<Result<void, DeviceError>> {
    if (this.#isOutOfStep) {
      const settled = await this.#comeToRest();
      if (!settled.ok) return settled;
    }
    if (this.#closed !== undefined) return err(this.#closed);
    if (signal?.aborted === true) return err(deviceError('cancelled', 'before sending'));
    return ok(undefined);
  }

  #wait(
    id: number,
    options: SayOptions,
    hooks: Pick<Waiting, 'settle' | 'leaveLine' | 'lineLeft'>,
  ): void {
    const timer = setTimeout(() => this.#unanswered(id), this.#options.answerMs);
    const workMs = options.workMs ?? DEFAULT_WORK_MS;
    this.#waiting.set(id, { ...hooks, workMs, heardAnything: false, timer });
  }

  /** An aborted command is cancelled in its socket, so that the camera does not work on. */
  async #cancellable(
    id: number,
    outcome: Promise<Outcome>,
    signal: AbortSignal | undefined,
  ): Promise<Outcome> {
    if (signal === undefined) return outcome;
    const aborted = Promise.withResolvers<'aborted'>();
    const onAbort = (): void => aborted.resolve('aborted');
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    const first = await Promise.race([outcome, aborted.promise]);
    signal.removeEventListener('abort', onAbort);
    if (first !== 'aborted') return first;
    // A command that is on the line still has its socket only when it is acknowledged.
    await this.#waiting.get(id)?.lineLeft;
    const socket = this.#conversation.socketOf(id);
    if (socket !== undefined) await this.cancel(socket);
    const cancelled = err(deviceError('cancelled', 'the command was cancelled'));
    this.#finish(id, cancelled);
    const last = await outcome;
    // Whatever the camera said of the command that was ended: the caller asked for the end.
    return last.ok || isDeaf(last.error) ? cancelled : last;
  }

  /** Ends what works in a socket. That nothing works there is as good. */
  async cancel(socket: WorkingSocket): Promise<Result<void, DeviceError>> {
    const outcome = await this.say({ kind: 'cancel', socket }, cancelSocket(socket));
    return outcome.ok ? ok(undefined) : outcome;
  }

  #hear(bytes: Uint8Array): void {
    this.#lastHeardAt = performance.now();
    for (const waiting of this.#waiting.values()) waiting.heardAnything = true;
    for (const event of this.#parser.push(bytes)) {
      const reply = salvageReply(event.bytes);
      if (reply === undefined) this.#isOutOfStep = true;
      else this.#accept(reply);
    }
  }

  #accept(reply: ViscaReply): void {
    if (reply.kind === 'network-change') return this.#startOver();
    const isFromOther = 'address' in reply && reply.address !== this.#options.address;
    if (isFromOther) return;
    for (const step of this.#conversation.accept(reply)) this.#take(step);
  }

  /** What worked in a camera that was switched on anew is lost with it. */
  #startOver(): void {
    this.#hasNetworkChanged = true;
    this.#isOutOfStep = true;
    const lost = deviceError('wrong-answer', 'a camera was switched on or taken away');
    for (const id of Array.from(this.#waiting.keys())) this.#finish(id, err(lost));
  }

  #take(step: ConversationStep): void {
    switch (step.kind) {
      case 'stray':
        this.#isOutOfStep = true;
        return;
      case 'acknowledged': {
        const waiting = this.#waiting.get(step.id);
        if (waiting === undefined) return;
        clearTimeout(waiting.timer);
        waiting.timer = setTimeout(() => this.#unanswered(step.id), waiting.workMs);
        waiting.leaveLine();
        return;
      }
      case 'finished':
        // A camera that says an error twice must not have the second one taken for the next answer.
        if (step.outcome.kind === 'refused') this.#isOutOfStep = true;
        this.#finish(step.id, ok(step.outcome));
    }
  }

  #unanswered(id: number): void {
    const heard = this.#waiting.get(id)?.heardAnything === true;
    this.#isOutOfStep = true;
    this.#parser.reset();
    const works = this.#conversation.socketOf(id) !== undefined;
    if (works) {
      this.#finish(id, err(deviceError('no-answer', 'acknowledged, and never completed')));
      return;
    }
    this.#finish(
      id,
      err(
        heard
          ? deviceError('wrong-answer', 'what came is not the answer')
          : deviceError('no-answer', 'nothing came'),
      ),
    );
  }

  #finish(id: number, outcome: Outcome): void {
    this.#conversation.forget(id);
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    waiting.settle(outcome);
    waiting.leaveLine();
  }

  #end(error: DeviceError): void {
    this.#closed ??= error;
    for (const id of Array.from(this.#waiting.keys())) this.#finish(id, err(error));
    this.#conversation = new ViscaConversation();
  }

  async #comeToRest(): Promise<Result<void, DeviceError>> {
    const deadline = performance.now() + SETTLE_LIMIT_MS;
    let still = performance.now() - this.#lastHeardAt;
    while (still < STILL_MS) {
      if (performance.now() > deadline) {
        return err(deviceError('wrong-answer', 'the line does not come to rest'));
      }
      await delay(STILL_MS - still);
      still = performance.now() - this.#lastHeardAt;
    }
    this.#parser.reset();
    this.#isOutOfStep = false;
    return ok(undefined);
  }
}
