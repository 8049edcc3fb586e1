import type { Answer, Boot, ToStation } from './channel.ts';
import { fromStationSchema } from './channel.ts';
import type { ProcedureInput, ProcedureName, ProcedureOutput } from './procedures.ts';

/** A message channel to a station process, whichever host carries it. */
export interface StationChannel {
  send(message: ToStation): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when the process is gone. */
  onExit(listener: (exit: { code: number | null }) => void): void;
  /** Ends the process at once. */
  kill(): void;
}

type AnyAnswer = Answer<unknown>;

/**
 * The host's side of one station process: numbers the calls, matches the answers, passes events on. A
 * call that is open when the process dies answers `station-down`.
 */
export class StationClient {
  readonly #channel: StationChannel;
  readonly #pending = new Map<number, (answer: AnyAnswer) => void>();
  readonly #eventListeners = new Set<(name: string, payload: unknown) => void>();
  readonly #exitListeners = new Set<(exit: { code: number | null }) => void>();
  readonly #ready: Promise<void>;
  readonly #exited: Promise<void>;
  #nextId = 1;
  #gone = false;

  constructor(channel: StationChannel) {
    this.#channel = channel;
    let markReady = (): void => undefined;
    let markExited = (): void => undefined;
    this.#ready = new Promise((resolve) => (markReady = resolve));
    this.#exited = new Promise((resolve) => (markExited = resolve));
    channel.onMessage((message) => this.#receive(message, markReady));
    channel.onExit((exit) => {
      this.#gone = true;
      for (const answer of this.#pending.values()) answer(STATION_DOWN);
      this.#pending.clear();
      for (const listener of this.#exitListeners) listener(exit);
      markExited();
    });
  }

  /** Hands the station its folder and keys; resolves when it answers calls, or when it is gone. */
  async boot(boot: Omit<Boot, 'type'>): Promise<void> {
    this.#channel.send({ type: 'boot', ...boot });
    await Promise.race([this.#ready, this.#exited]);
  }

  /** A call whose name and input the caller has typed. */
  async call<Name extends ProcedureName>(
    name: Name,
    input: ProcedureInput<Name>,
  ): Promise<Answer<ProcedureOutput<Name>>> {
    const answer = await this.callUnchecked(name, input);
    // The station parses every value by the procedure's output schema before it answers.
    return answer as Answer<ProcedureOutput<Name>>;
  }

  /** A call that comes from the page; the station checks name, input and rights itself. */
  callUnchecked(name: string, input: unknown): Promise<AnyAnswer> {
    if (this.#gone) return Promise.resolve(STATION_DOWN);
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve) => {
      this.#pending.set(id, resolve);
      this.#channel.send({ type: 'call', id, name, input });
    });
  }

  onEvent(listener: (name: string, payload: unknown) => void): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  onExit(listener: (exit: { code: number | null }) => void): () => void {
    this.#exitListeners.add(listener);
    return () => this.#exitListeners.delete(listener);
  }

  /** Asks the station to close its store and devices; ends it when it has not within `withinMs`. */
  async stop(withinMs = 5000): Promise<void> {
    if (this.#gone) return;
    this.#channel.send({ type: 'stop' });
    const timer = setTimeout(() => this.#channel.kill(), withinMs);
    await this.#exited;
    clearTimeout(timer);
  }

  kill(): void {
    this.#channel.kill();
  }

  #receive(message: unknown, markReady: () => void): void {
    const parsed = fromStationSchema.parse(message);
    switch (parsed.type) {
      case 'ready':
        markReady();
        break;
      case 'answer': {
        const resolve = this.#pending.get(parsed.id);
        this.#pending.delete(parsed.id);
        resolve?.(parsed.result);
        break;
      }
      case 'event':
        for (const listener of this.#eventListeners) listener(parsed.name, parsed.payload);
        break;
      case 'stopped':
        break;
    }
  }
}

const STATION_DOWN: AnyAnswer = { ok: false, error: { code: 'station-down' } };
