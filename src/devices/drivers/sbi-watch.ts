import { Listeners } from '../listeners.ts';
import type { Unsubscribe } from '../listeners.ts';
import { discoverSbiDevices } from './sbi-discovery.ts';
import type { SbiDiscoveryOptions, SbiFoundDevice, SbiScan } from './sbi-discovery.ts';

export interface SbiWatchOptions extends Omit<SbiDiscoveryOptions, 'signal'> {
  /** Between the end of one look and the beginning of the next. */
  readonly intervalMs: number;
}

export type SbiWatchEvent =
  | { readonly kind: 'came'; readonly device: SbiFoundDevice }
  | { readonly kind: 'went'; readonly device: SbiFoundDevice };

/** A service that was busy, or restarted, in the moment of one look is not gone. */
const MISSES_OF_A_SERVICE_THAT_IS_GONE = 2;

/**
 * Looks for services on the ports of the interface again and again, and tells which devices came and went. A device is
 * gone when its service no longer lists it, or when nothing listened on its port in two looks: a service that is slow or
 * out of order is still there, and what is wrong with it its own check tells. Looks begin with `start`.
 */
export class SbiWatch {
  readonly #options: SbiWatchOptions;
  readonly #events = new Listeners<SbiWatchEvent>();
  readonly #stopping = new AbortController();
  readonly #known = new Map<string, SbiFoundDevice>();
  readonly #missesOfPort = new Map<number, number>();
  #lastScan: SbiScan = { devices: [], otherPorts: [] };
  #look: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: SbiWatchOptions) {
    this.#options = options;
  }

  /** The devices that are there. */
  get devices(): readonly SbiFoundDevice[] {
    return [...this.#known.values()];
  }

  /** What the last look found, with the ports that are no usable service. */
  get lastScan(): SbiScan {
    return this.#lastScan;
  }

  onEvent(listener: (event: SbiWatchEvent) => void): Unsubscribe {
    return this.#events.add(listener);
  }

  start(): void {
    void this.lookNow();
  }

  /** Looks once, now; a look that runs already is joined. Answers when it is over and everything is told. */
  lookNow(): Promise<void> {
    this.#look ??= this.#lookOnce().finally(() => {
      this.#look = undefined;
    });
    return this.#look;
  }

  /** No look and no event after this. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#look;
  }

  async #lookOnce(): Promise<void> {
    const { signal } = this.#stopping;
    clearTimeout(this.#timer);
    const scan = await discoverSbiDevices({ ...this.#options, signal });
    // A look that was given up has seen nothing.
    if (signal.aborted) return;
    this.#timer = setTimeout(() => void this.lookNow(), this.#options.intervalMs);
    this.#lastScan = scan;
    this.#compare(scan);
  }

  #compare({ devices, otherPorts }: SbiScan): void {
    const seen = new Map(devices.map((device) => [keyOf(device), device]));
    const answering = new Set(devices.map(({ port }) => port));
    const gone = this.#gonePorts(answering, new Set(otherPorts.map(({ port }) => port)));
    for (const [key, device] of this.#known) {
      if (seen.has(key) || !gone(device.port)) continue;
      this.#known.delete(key);
      this.#events.emit({ kind: 'went', device });
    }
    for (const [key, device] of seen) {
      const isNew = !this.#known.has(key);
      this.#known.set(key, device);
      if (isNew) this.#events.emit({ kind: 'came', device });
    }
  }

  /** Whether what a port's service no longer lists is gone: it answered without it, or its port was closed in two looks. */
  #gonePorts(
    answering: ReadonlySet<number>,
    troubled: ReadonlySet<number>,
  ): (port: number) => boolean {
    const ports = new Set([...this.#known.values()].map(({ port }) => port));
    for (const port of ports) {
      const isThere = answering.has(port) || troubled.has(port);
      this.#missesOfPort.set(port, isThere ? 0 : (this.#missesOfPort.get(port) ?? 0) + 1);
    }
    return (port) =>
      answering.has(port) ||
      (this.#missesOfPort.get(port) ?? 0) >= MISSES_OF_A_SERVICE_THAT_IS_GONE;
  }
}

/** The same device at another port is another one to open. */
function keyOf({ port, deviceId, digitalId }: SbiFoundDevice): string {
  return `${port} ${deviceId} ${digitalId.serialNo}`;
}
