import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { deviceError } from '../device-error.ts';
import type { DeviceClosed, DeviceError } from '../device-error.ts';
import type { DeviceCandidate } from '../drivers/candidate.ts';
import { Listeners } from '../listeners.ts';
import type { Unsubscribe } from '../listeners.ts';
import type { CodeScannerEvent } from '../modality.ts';
import type { CallAnswer, CallArguments, CallName } from './calls.ts';
import { startDeviceProcess } from './device-process.ts';
import type { DeviceProcessOptions } from './device-process.ts';
import { BEAT_EVERY_MS } from './messages.ts';
import type { FromHost, OpenedFacts, ToHost } from './messages.ts';
import { TransferRate } from './transfer-rate.ts';

export interface HostOptions extends DeviceProcessOptions {
  /** A process that gives no sign of life for so long is ended. */
  readonly silenceLimitMs?: number;
  /** Resident memory of one process. */
  readonly memoryLimitBytes?: number;
}

const SILENCE_LIMIT_MS = 3_000;
/** Node with a driver takes 50 to 80 MB. */
const MEMORY_LIMIT_BYTES = 240 * 1024 * 1024;
/** A process that was asked to close and does not is ended. */
const CLOSE_LIMIT_MS = 2_000;
/** The exit code of Node when its heap is full: it aborts (SIGABRT), or says 134 through a shell. */
const HEAP_IS_FULL = /heap out of memory|Allocation failed/;

interface Waiting {
  readonly answer: (result: unknown) => void;
  readonly onProgress: ((progress: never) => void) | undefined;
}

/**
 * One device in a process of its own, as the station sees it. A driver that blocks, leaks or dies is ended with its
 * process; neither the station nor another device notices, and the error names what it did.
 */
export class HostedDevice {
  readonly facts: OpenedFacts;
  readonly #process: DeviceProcess;

  private constructor(started: DeviceProcess, facts: OpenedFacts) {
    this.#process = started;
    this.facts = facts;
  }

  /** Starts the process and opens the device in it. */
  static async open(
    candidate: DeviceCandidate,
    options: HostOptions,
  ): Promise<Result<HostedDevice, DeviceError>> {
    const started = new DeviceProcess(candidate, options);
    const opened = await started.opened;
    return opened.ok ? ok(new HostedDevice(started, opened.value)) : opened;
  }

  /** Calls the device; see `calls.ts`. What the signal aborts is `cancelled` there, and the answer tells so. */
  call<Name extends CallName>(
    name: Name,
    args: CallArguments<Name>,
    aside: {
      readonly signal?: AbortSignal;
      readonly onProgress?: (progress: never) => void;
    } = {},
  ): CallAnswer<Name> {
    // The process answers what the table in `calls.ts` gives for this name.
    return this.#process.call(name, args, aside) as CallAnswer<Name>;
  }

  get transferRate(): TransferRate {
    return this.#process.rate;
  }

  onEvent(listener: (event: CodeScannerEvent) => void): Unsubscribe {
    return this.#process.events.add(listener);
  }

  /** Told once. */
  onClosed(listener: (reason: DeviceClosed) => void): Unsubscribe {
    return this.#process.closed.add(listener);
  }

  close(): Promise<void> {
    return this.#process.close();
  }
}

/** The process, what was asked of it, and the eye on it. */
class DeviceProcess {
  readonly opened: Promise<Result<OpenedFacts, DeviceError>>;
  readonly events = new Listeners<CodeScannerEvent>();
  readonly closed = new Listeners<DeviceClosed>();
  readonly rate = new TransferRate();
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #waiting = new Map<number, Waiting>();
  readonly #memoryLimitBytes: number;
  readonly #silence: SilenceWatch;
  readonly #tellOpened: (result: Result<OpenedFacts, DeviceError>) => void;
  /** The end of what it said on standard error: why it died. */
  #lastWords = '';
  #lastId = 0;
  #isOver = false;
  #isClosing = false;
  #closing: Promise<void> | undefined;

  constructor(candidate: DeviceCandidate, options: HostOptions) {
    const opened = Promise.withResolvers<Result<OpenedFacts, DeviceError>>();
    this.opened = opened.promise;
    this.#tellOpened = opened.resolve;
    this.#memoryLimitBytes = options.memoryLimitBytes ?? MEMORY_LIMIT_BYTES;
    const child = startDeviceProcess(options);
    this.#child = child;
    this.#ended = once(child, 'close');
    const limitMs = options.silenceLimitMs ?? SILENCE_LIMIT_MS;
    this.#silence = new SilenceWatch(limitMs, () => {
      this.#fault('driver-blocked', `no sign of life for ${limitMs} ms`);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-4_000);
    });
    child.on('message', (message: FromHost) => this.#hear(message));
    child.once('error', (cause) =>
      this.#fault('driver-died', `it did not start: ${cause.message}`),
    );
    child.once('close', (code, signal) => this.#died(code, signal));
    this.#say({ type: 'open', candidate });
  }

  call(
    name: CallName,
    args: readonly unknown[],
    aside: { readonly signal?: AbortSignal; readonly onProgress?: (progress: never) => void },
  ): Promise<unknown> {
    if (this.#isOver || this.#isClosing) {
      return Promise.resolve(err(deviceError('not-open', 'the device was closed')));
    }
    this.#lastId += 1;
    const id = this.#lastId;
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const abort = (): void => this.#say({ type: 'abort', id });
    const { signal, onProgress } = aside;
    this.#waiting.set(id, {
      onProgress,
      answer: (result) => {
        signal?.removeEventListener('abort', abort);
        resolve(result);
      },
    });
    this.#say({ type: 'call', id, name, args });
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
    return promise;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#isClosing = true;
    this.#say({ type: 'close' });
    const limit = setTimeout(() => this.#child.kill('SIGKILL'), CLOSE_LIMIT_MS);
    await this.#ended;
    clearTimeout(limit);
  }

  #say(message: ToHost): void {
    // To a process that has just died nothing is said; `close` tells of its end.
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  #hear(message: FromHost): void {
    this.#silence.lifeSign();
    switch (message.type) {
      case 'beat':
        this.rate.note(message.traffic);
        return this.#weigh(message.memoryBytes);
      case 'opened':
        this.#tellOpened(message.result);
        if (!message.result.ok) this.#over({ kind: 'lost', error: message.result.error });
        return undefined;
      case 'progress':
        // Progress of a call goes to who made it, and is of the kind that the call tells.
        return this.#waiting.get(message.id)?.onProgress?.(message.progress as never);
      case 'answer':
        this.#waiting.get(message.id)?.answer(message.result);
        this.#waiting.delete(message.id);
        return undefined;
      case 'event':
        return this.events.emit(message.event);
      case 'closed':
        return this.#over(message.reason);
    }
  }

  #weigh(memoryBytes: number): void {
    if (memoryBytes <= this.#memoryLimitBytes) return;
    this.#fault('driver-leaked', `its process holds ${Math.round(memoryBytes / 1e6)} MB`);
  }

  /** The class of an error only: its message could carry what a citizen typed or showed. */
  #died(code: number | null, signal: NodeJS.Signals | null): void {
    this.#silence.stop();
    if (HEAP_IS_FULL.test(this.#lastWords)) {
      return this.#fault('driver-leaked', 'its process ran out of memory');
    }
    const thrown = /^(?:\w*Error)\b/m.exec(this.#lastWords)?.[0];
    const how = thrown === undefined ? '' : `, it threw ${thrown}`;
    this.#fault('driver-died', `its process ended with ${signal ?? code}${how}`);
  }

  /** Ends the process because of what the driver did; nothing is told where it is over already. */
  #fault(code: 'driver-blocked' | 'driver-leaked' | 'driver-died', detail: string): void {
    this.#child.kill('SIGKILL');
    const error = deviceError(code, detail);
    this.#over(this.#isClosing ? { kind: 'requested' } : { kind: 'lost', error });
  }

  #over(reason: DeviceClosed): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#silence.stop();
    // What is over asks nothing more of its process; it ends by itself, or is ended.
    void this.close();
    const error =
      reason.kind === 'lost' ? reason.error : deviceError('not-open', 'the device was closed');
    this.#tellOpened(err(error));
    for (const { answer } of this.#waiting.values()) answer(err(error));
    this.#waiting.clear();
    this.closed.emit(reason);
  }
}

/** Starting takes a process longer on a machine under load; until its first sign it has so many ticks more. */
const START_TICKS = 20;

/**
 * Notices that a process is silent. It counts its own ticks instead of reading a clock: a station that was itself held
 * up (or a machine that slept) blames no driver for it.
 */
class SilenceWatch {
  readonly #timer: NodeJS.Timeout;
  #silentTicks = -START_TICKS;

  constructor(limitMs: number, onSilent: () => void) {
    const most = Math.ceil(limitMs / BEAT_EVERY_MS);
    this.#timer = setInterval(() => {
      this.#silentTicks += 1;
      if (this.#silentTicks > most) onSilent();
    }, BEAT_EVERY_MS);
  }

  lifeSign(): void {
    this.#silentTicks = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
