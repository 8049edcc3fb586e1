import { deviceError } from './device-error.ts';
import type { DeviceError } from './device-error.ts';
import {
  candidateForHidDevice,
  candidateForSerialPort,
  serialFingerprintCandidate,
} from './drivers/catalogue.ts';
import type {
  DeviceCandidate,
  DeviceRole,
  DriverName,
  OpenedDevice,
  ZfmSettings,
} from './drivers/catalogue.ts';
import { Listeners } from './listeners.ts';
import type { Unsubscribe } from './listeners.ts';
import type { CodeScannerEvent, DeviceInfo, FingerprintScanner } from './modality.ts';
import { listHidDevices } from './transports/hid.ts';
import { PortWatch } from './transports/port-watch.ts';
import { listSerialPorts } from './transports/serial.ts';
import type { ClosedReason, TransportError } from './transports/transport.ts';

export interface RackOptions {
  /** Serial ports that the technician (or training mode) named: a fingerprint module is expected there. */
  readonly serialPorts?: readonly string[];
  /** Looks for known devices on serial and HID ports too. True when absent. */
  readonly discover?: boolean;
  /** Between two looks at the ports when nothing has happened; by default seldom where the ports tell by themselves. */
  readonly pollIntervalMs?: number;
  readonly zfm?: ZfmSettings;
}

/**
 * - `connecting`: the port is there, the driver talks to it;
 * - `ready`;
 * - `unplugged`: it was there once, or is expected on a named port, and is not there now;
 * - `failed`: the port is there, but the device cannot be used, and why.
 */
export type DeviceHealth =
  | { readonly state: 'connecting' }
  | { readonly state: 'ready' }
  | { readonly state: 'unplugged' }
  | { readonly state: 'failed'; readonly error: DeviceError };

export interface RackDevice {
  /** Stays the same for the same device, pulled and plugged again. */
  readonly id: string;
  readonly role: DeviceRole;
  readonly driver: DriverName;
  readonly transport: 'serial' | 'hid';
  readonly address: string;
  readonly info: Partial<DeviceInfo>;
  readonly health: DeviceHealth;
}

export type RackEvent =
  | { readonly kind: 'changed'; readonly device: RackDevice }
  | { readonly kind: 'code-scanner'; readonly deviceId: string; readonly event: CodeScannerEvent }
  /** The ports of one kind cannot be listed (`udevadm` missing, no permission); named ports work all the same. */
  | {
      readonly kind: 'discovery-failed';
      readonly transport: 'serial' | 'hid';
      readonly error: TransportError;
    };

interface Slot {
  candidate: DeviceCandidate;
  info: Partial<DeviceInfo>;
  health: DeviceHealth;
  opened: OpenedDevice | undefined;
  unsubscribe: readonly Unsubscribe[];
}

/** Where nobody tells that a port has come. */
const POLL_INTERVAL_MS = 2_000;
/** Where the ports tell: this look finds what was missed, and modules that fell silent behind an open port. */
const WATCHED_POLL_INTERVAL_MS = 10_000;

/**
 * What is plugged in, which role each device serves, and how it is. A device that is pulled is reported at once, by its
 * port's own event; one that comes, by the system's (`PortWatch`). A slow look at the ports finds what was missed.
 */
export class Rack {
  readonly #options: RackOptions;
  readonly #slots = new Map<string, Slot>();
  readonly #events = new Listeners<RackEvent>();
  readonly #failedDiscovery = new Map<'serial' | 'hid', string>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  /** Something has come or gone while the ports were looked at. */
  #mustLookAgain = false;
  #watch: PortWatch | undefined;
  #isRunning = false;

  constructor(options: RackOptions) {
    this.#options = options;
  }

  /** Answers when every port was looked at once; devices that are there are ready, or failed, by then. */
  async start(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    if (this.#options.discover !== false) this.#watch = new PortWatch(() => this.#portsChanged());
    await this.refresh();
  }

  /** Closes every device. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#watch?.stop();
    clearTimeout(this.#timer);
    await this.#looking;
    for (const slot of this.#slots.values()) await this.#close(slot);
    this.#slots.clear();
  }

  onEvent(listener: (event: RackEvent) => void): Unsubscribe {
    return this.#events.add(listener);
  }

  devices(): readonly RackDevice[] {
    return [...this.#slots.values()].map(view);
  }

  /** The scanner that serves fingerprints now: the first that is ready. */
  fingerprintScanner():
    { readonly deviceId: string; readonly scanner: FingerprintScanner } | undefined {
    for (const [deviceId, slot] of this.#slots) {
      const { opened, health } = slot;
      if (health.state === 'ready' && opened?.role === 'fingerprint') {
        return { deviceId, scanner: opened.scanner };
      }
    }
    return undefined;
  }

  /** Looks at the ports now; the slow look goes on from here. */
  async refresh(): Promise<void> {
    clearTimeout(this.#timer);
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
      if (!this.#isRunning) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.refresh(), this.#pauseMs());
    });
    await this.#looking;
  }

  #portsChanged(): void {
    if (this.#looking === undefined) void this.refresh();
    else this.#mustLookAgain = true;
  }

  #pauseMs(): number {
    if (this.#mustLookAgain) {
      this.#mustLookAgain = false;
      return 0;
    }
    const { pollIntervalMs } = this.#options;
    if (pollIntervalMs !== undefined) return pollIntervalMs;
    const isTold = this.#watch?.isWatching === true && !this.#awaitsNamedPort();
    return isTold ? WATCHED_POLL_INTERVAL_MS : POLL_INTERVAL_MS;
  }

  /** A port that somebody named need not be one that the system tells of. */
  #awaitsNamedPort(): boolean {
    const named = this.#options.serialPorts ?? [];
    return [...this.#slots.values()].some(
      ({ opened, candidate }) => opened === undefined && named.includes(candidate.address),
    );
  }

  async #look(): Promise<void> {
    const candidates = await this.#candidates();
    const present = new Set(candidates.map((candidate) => candidate.id));
    // Slow devices must not hold the others up.
    await Promise.all([
      ...candidates.map((candidate) => this.#meet(candidate)),
      ...[...this.#slots.values()]
        .filter((slot) => slot.opened === undefined && !present.has(slot.candidate.id))
        .map(async (slot) => this.#setHealth(slot, { state: 'unplugged' })),
    ]);
  }

  async #candidates(): Promise<readonly DeviceCandidate[]> {
    const settings = this.#options.zfm ?? {};
    const named = (this.#options.serialPorts ?? []).map((path) =>
      serialFingerprintCandidate(
        {
          path,
          vendorId: undefined,
          productId: undefined,
          serialNumber: undefined,
          manufacturer: undefined,
        },
        settings,
      ),
    );
    if (this.#options.discover === false) return named;
    const [ports, hids] = await Promise.all([listSerialPorts(), listHidDevices()]);
    this.#reportDiscovery('serial', ports.ok ? undefined : ports.error);
    this.#reportDiscovery('hid', hids.ok ? undefined : hids.error);
    const isNamed = (path: string): boolean => named.some(({ address }) => address === path);
    const found = [
      ...(ports.ok ? ports.value : [])
        .filter((port) => !isNamed(port.path))
        .map((port) => candidateForSerialPort(port, settings)),
      ...(hids.ok ? hids.value : []).map((device) => candidateForHidDevice(device, settings)),
    ].filter((candidate) => candidate !== undefined);
    return [
      ...new Map([...named, ...found].map((candidate) => [candidate.id, candidate])).values(),
    ];
  }

  /** Once, not at every look. */
  #reportDiscovery(transport: 'serial' | 'hid', error: TransportError | undefined): void {
    if (error === undefined) {
      this.#failedDiscovery.delete(transport);
      return;
    }
    if (this.#failedDiscovery.get(transport) === error.detail) return;
    this.#failedDiscovery.set(transport, error.detail);
    this.#events.emit({ kind: 'discovery-failed', transport, error });
  }

  /** Opens a device that is there and is not open; asks one that is open whether it still answers. */
  async #meet(candidate: DeviceCandidate): Promise<void> {
    const known = this.#slots.get(candidate.id);
    if (known?.opened !== undefined) return this.#check(known);
    const slot: Slot = known ?? {
      candidate,
      info: candidate.identity,
      health: { state: 'connecting' },
      opened: undefined,
      unsubscribe: [],
    };
    slot.candidate = candidate;
    this.#slots.set(candidate.id, slot);
    // A named port is tried at every look: that it still is not there is no news.
    if (known === undefined) this.#emitChanged(slot);
    const opened = await candidate.open();
    if (opened.ok) return this.#welcome(slot, opened.value);
    const { error } = opened;
    const isAbsent = error.code === 'port-not-found' || error.code === 'disconnected';
    this.#setHealth(slot, isAbsent ? { state: 'unplugged' } : { state: 'failed', error });
  }

  #welcome(slot: Slot, opened: OpenedDevice): void {
    slot.opened = opened;
    slot.info = opened.scanner.info;
    const deviceId = slot.candidate.id;
    slot.unsubscribe = [
      opened.scanner.onClosed((reason) => this.#lost(slot, reason)),
      ...(opened.role === 'code-scanner'
        ? [
            opened.scanner.onEvent((event) =>
              this.#events.emit({ kind: 'code-scanner', deviceId, event }),
            ),
          ]
        : []),
    ];
    this.#setHealth(slot, { state: 'ready' });
  }

  /** The port may stay while the module behind it is gone: a half-seated cable, a bridge without its module. */
  async #check(slot: Slot): Promise<void> {
    if (slot.opened?.role !== 'fingerprint') return;
    const alive = await slot.opened.scanner.checkAlive();
    if (alive.ok || alive.error.code === 'busy') return;
    if (slot.opened === undefined) return;
    const isAbsent = alive.error.code === 'disconnected' || alive.error.code === 'not-open';
    // Said before it is closed: who is in the middle of a capture asks why.
    this.#setHealth(
      slot,
      isAbsent ? { state: 'unplugged' } : { state: 'failed', error: alive.error },
    );
    await this.#close(slot);
  }

  #lost(slot: Slot, reason: ClosedReason): void {
    const opened = slot.opened;
    this.#forget(slot);
    // The port is closed already; this only ends the driver's own listening.
    void opened?.scanner.close();
    const error =
      reason.kind === 'lost' ? reason.error : deviceError('disconnected', 'the port was closed');
    const isPulled = error.code === 'disconnected';
    this.#setHealth(slot, isPulled ? { state: 'unplugged' } : { state: 'failed', error });
  }

  #forget(slot: Slot): void {
    for (const unsubscribe of slot.unsubscribe) unsubscribe();
    slot.unsubscribe = [];
    slot.opened = undefined;
  }

  async #close(slot: Slot): Promise<void> {
    const opened = slot.opened;
    this.#forget(slot);
    await opened?.scanner.close();
  }

  #setHealth(slot: Slot, health: DeviceHealth): void {
    const isNews = JSON.stringify(slot.health) !== JSON.stringify(health);
    slot.health = health;
    if (isNews) this.#emitChanged(slot);
  }

  #emitChanged(slot: Slot): void {
    this.#events.emit({ kind: 'changed', device: view(slot) });
  }
}

function view(slot: Slot): RackDevice {
  const { candidate, info, health } = slot;
  const { id, role, driver, transport, address } = candidate;
  return { id, role, driver, transport, address, info, health };
}
