import type { Answer, Boot } from '../contract/channel.ts';
import { fromStationSchema } from '../contract/channel.ts';
import type { EventName, EventPayload } from '../contract/events.ts';
import { EVENTS } from '../contract/events.ts';
import type { StationChannel } from '../contract/station-client.ts';
import { StationClient } from '../contract/station-client.ts';
import type { ShellLog } from './log.ts';

export type StationState = EventPayload<'shell.station'>['state'];

export interface StationSupervisorOptions {
  /** Starts a station process. */
  readonly start: () => StationChannel;
  /** What to boot it with; asked anew at every start. The store's key in it is wiped after use. */
  readonly boot: () => Promise<Omit<Boot, 'type'>>;
  readonly onEvent: (name: EventName, payload: unknown) => void;
  readonly onState: (state: StationState) => void;
  readonly log: ShellLog;
}

/** A station that lives this long after it was ready has not died of its start. */
const HEALTHY_AFTER_MS = 10_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
const STOP_WITHIN_MS = 5_000;

/**
 * Keeps one station process running. When it dies it is started again at once, under the same shell
 * nonce, so that it goes on with the session; when it dies in its start again and again, the pauses
 * grow, but it is never given up.
 */
export class StationSupervisor {
  readonly #options: StationSupervisorOptions;
  #client: StationClient | undefined;
  #state: StationState | undefined;
  #stopping = false;
  #wake: () => void = () => undefined;
  #running: Promise<void> | undefined;

  constructor(options: StationSupervisorOptions) {
    this.#options = options;
  }

  /** Undefined until the first start has succeeded or failed. */
  get state(): StationState | undefined {
    return this.#state;
  }

  /** Starts supervision; the station is ready when the state says `up`. Call it once. */
  run(): void {
    this.#running = this.#supervise();
  }

  /** Calls wait while the station boots, and answer `station-down` while there is none. */
  call(name: string, input: unknown): Promise<Answer<unknown>> {
    return this.#client?.callUnchecked(name, input) ?? Promise.resolve(STATION_DOWN);
  }

  /** Asks the station to close its store and devices, and waits at most five seconds for it. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#wake();
    await this.#client?.stop(STOP_WITHIN_MS);
    await this.#running;
  }

  async #supervise(): Promise<void> {
    for (let deaths = 0; !this.#stopping;) {
      const livedMs = await this.#liveOnce();
      if (this.#stopping) return;
      deaths = livedMs >= HEALTHY_AFTER_MS ? 1 : deaths + 1;
      this.#options.log.error('station-died', { livedMs, deaths });
      await this.#pause(pauseMs(deaths));
    }
  }

  /** @returns for how long it answered calls, in milliseconds */
  async #liveOnce(): Promise<number> {
    const boot = await this.#options.boot();
    if (this.#stopping) return 0;
    const client = new StationClient(this.#watched(this.#options.start()));
    let alive = true;
    const exited = new Promise<void>((resolve) => {
      client.onExit(({ code }) => {
        alive = false;
        this.#client = undefined;
        this.#options.log.info('station-exited', { code: code ?? -1 });
        this.#enter('down');
        resolve();
      });
    });
    client.onEvent((name, payload) => {
      this.#passOn(name, payload);
    });
    // The message is copied when it is sent, so the key can be wiped before the station has read it.
    const ready = client.boot(boot);
    boot.storeKey?.fill(0);
    this.#client = client;
    await ready;
    const readyAt = performance.now();
    if (alive) this.#enter('up');
    await exited;
    return performance.now() - readyAt;
  }

  /** A station that breaks the protocol is ended: its store is safe, and a new one starts clean. */
  #watched(channel: StationChannel): StationChannel {
    return {
      send: (message) => {
        channel.send(message);
      },
      onMessage: (listener) => {
        channel.onMessage((message) => {
          if (fromStationSchema.safeParse(message).success) {
            listener(message);
            return;
          }
          this.#options.log.error('station-message-broken');
          channel.kill();
        });
      },
      onExit: (listener) => {
        channel.onExit(listener);
      },
      kill: () => {
        channel.kill();
      },
    };
  }

  #passOn(name: string, payload: unknown): void {
    if (isStationEvent(name) && EVENTS[name].safeParse(payload).success) {
      this.#options.onEvent(name, payload);
    } else {
      this.#options.log.error('event-not-as-agreed', { event: Object.hasOwn(EVENTS, name) });
    }
  }

  #enter(state: StationState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.log.info('station-state', { state });
    this.#options.onState(state);
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Nothing after the first death; then doubling. @param deaths in a row, each soon after a start */
export function pauseMs(deaths: number): number {
  return deaths <= 1 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (deaths - 2));
}

/** The shell's own event is not the station's to send. */
function isStationEvent(name: string): name is EventName {
  return Object.hasOwn(EVENTS, name) && name !== 'shell.station';
}

const STATION_DOWN: Answer<never> = { ok: false, error: { code: 'station-down' } };
