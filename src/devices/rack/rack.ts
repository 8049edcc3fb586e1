import { isDeepStrictEqual } from 'node:util';
import { DEVICE_ROLES } from '../../domain/device-role.ts';
import type { DeviceRole } from '../../domain/device-role.ts';
import type { FingerprintAbility } from '../../domain/fingerprint-ability.ts';
import type { DeviceCandidate } from '../drivers/candidate.ts';
import type { Catalogue } from '../drivers/catalogue.ts';
import type { HostOptions } from '../host/hosted-device.ts';
import { Listeners } from '../listeners.ts';
import type { Unsubscribe } from '../listeners.ts';
import type { FingerprintScannerInfo } from '../modality.ts';
import type { DeviceInRole } from '../opened-device.ts';
import { PortWatch } from '../transports/port-watch.ts';
import type { TransportError } from '../transports/transport.ts';
import type { CandidateSource } from './candidate-source.ts';
import { DriverFaults } from './driver-faults.ts';
import { lookAtPorts } from './port-look.ts';
import type { DeviceSettings, RackDevice, RackEvent } from './rack-device.ts';
import { nextHolder } from './roles.ts';
import type { FitDevice, RoleHolder } from './roles.ts';
import { Slot } from './slot.ts';

export interface RackOptions {
  /** What runs in the process of each device, and its limits. */
  readonly host: HostOptions;
  /** Devices on ports that somebody named: they are expected there, whatever the ports say. */
  readonly named?: readonly DeviceCandidate[];
  /** Which driver is for a port that is found; without it the ports are left alone. */
  readonly catalogue?: Catalogue;
  /** Devices that are on no port. */
  readonly sources?: readonly CandidateSource[];
  /** What a technician has set for a device. */
  readonly settingsOf?: (deviceId: string) => DeviceSettings;
  /** Between two looks at the ports when nothing has happened; by default seldom where the ports tell by themselves. */
  readonly pollIntervalMs?: number;
  /** How long a role waits for the device that served it before another takes over. */
  readonly graceMs?: number;
}

/** Where nobody tells that a port has come. */
const POLL_INTERVAL_MS = 2_000;
/** Where the ports tell: this look finds what was missed, and modules that fell silent behind an open port. */
const WATCHED_POLL_INTERVAL_MS = 10_000;
/** A cable that was only touched is back within this; a technician with another scanner in hand has not waited. */
const GRACE_MS = 1_500;

const NO_SETTINGS: DeviceSettings = {};

/**
 * What is plugged in, which role each device serves, and how it is. A device that is pulled is reported at once, by its
 * port's own event; one that comes, by the system's (`PortWatch`). A slow look at the ports finds what was missed.
 * Each device's driver runs in a process of its own (`host/`).
 */
export class Rack {
  readonly #options: RackOptions;
  readonly #slots = new Map<string, Slot>();
  readonly #windowCameras = new Map<string, RackDevice>();
  readonly #holders = new Map<DeviceRole, RoleHolder>();
  readonly #faults = new DriverFaults();
  readonly #events = new Listeners<RackEvent>();
  readonly #failedDiscovery = new Map<'serial' | 'hid', string>();
  #abilities: readonly FingerprintAbility[] = [];
  #timer: NodeJS.Timeout | undefined;
  #grace: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  /** Something has come or gone while the ports were looked at. */
  #mustLookAgain = false;
  #watch: PortWatch | undefined;
  #unsubscribe: readonly Unsubscribe[] = [];
  #isRunning = false;

  constructor(options: RackOptions) {
    this.#options = options;
  }

  /** Answers when every port was looked at once; devices that are there are ready, or failed, by then. */
  async start(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    const look = (): void => this.#somethingChanged();
    if (this.#options.catalogue) this.#watch = new PortWatch(look);
    this.#unsubscribe = (this.#options.sources ?? []).map((source) => source.onChange(look));
    await this.refresh();
  }

  /** Closes every device. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#watch?.stop();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    clearTimeout(this.#timer);
    clearTimeout(this.#grace);
    await Promise.all((this.#options.sources ?? []).map((source) => source.stop()));
    await this.#looking;
    await Promise.all([...this.#slots.values()].map((slot) => slot.close()));
    this.#slots.clear();
  }

  onEvent(listener: (event: RackEvent) => void): Unsubscribe {
    return this.#events.add(listener);
  }

  devices(): readonly RackDevice[] {
    return [
      ...[...this.#slots.values()].map((slot) => this.#viewOf(slot)),
      ...[...this.#windowCameras.values()].map((camera) => this.#viewOfCamera(camera)),
    ];
  }

  /** The device that does a role's work now; undefined while none does, or a camera of the window does. */
  serving<Role extends DeviceRole>(
    role: Role,
  ): { readonly deviceId: string; readonly device: DeviceInRole<Role> } | undefined {
    const holder = this.#holders.get(role);
    if (holder === undefined || holder.goneSince !== undefined) return undefined;
    const opened = this.openedDevice(holder.deviceId);
    if (opened?.role !== role) return undefined;
    // The device's role was compared just now.
    return { deviceId: holder.deviceId, device: opened.device as DeviceInRole<Role> };
  }

  /** A device by its id, when it is open: for tests of it, whatever its role does. */
  openedDevice(deviceId: string): Slot['opened'] {
    return this.#slots.get(deviceId)?.opened;
  }

  /**
   * What the scanner that serves fingerprints can take; of the last one that served while none does, so that a plan
   * does not jump when a cable is touched.
   */
  fingerprintAbilities(): readonly FingerprintAbility[] {
    return this.#abilities;
  }

  /** The cameras that the window has found, and how they are; those of which there is nothing new are not told again. */
  setWindowCameras(cameras: readonly RackDevice[]): void {
    const before = new Map(this.#windowCameras);
    this.#windowCameras.clear();
    for (const camera of cameras) this.#windowCameras.set(camera.id, camera);
    this.#settleRoles();
    for (const camera of cameras) {
      if (JSON.stringify(before.get(camera.id)) === JSON.stringify(camera)) continue;
      this.#events.emit({ kind: 'changed', device: this.#viewOfCamera(camera) });
    }
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

  /** A technician changed a device's settings, or wants a device tried again whose driver was given up. */
  async reconsider(deviceId: string): Promise<void> {
    this.#faults.forgive(deviceId);
    const slot = this.#slots.get(deviceId);
    if (slot && this.#settingsOf(deviceId).setAside === true) {
      await slot.close();
      slot.setHealth({ state: 'set-aside' });
    } else if (slot?.health.state === 'set-aside') slot.setHealth({ state: 'connecting' });
    this.#settleRoles();
    const camera = this.#windowCameras.get(deviceId);
    if (camera) this.#events.emit({ kind: 'changed', device: this.#viewOfCamera(camera) });
    await this.refresh();
  }

  #somethingChanged(): void {
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
    return (this.#options.named ?? []).some(({ id }) => this.#slots.get(id)?.opened === undefined);
  }

  async #look(): Promise<void> {
    const candidates = await this.#candidates();
    const present = new Set(candidates.map((candidate) => candidate.id));
    // Slow devices must not hold the others up.
    await Promise.all([
      ...candidates.map((candidate) => this.#meet(candidate)),
      ...[...this.#slots.values()]
        .filter((slot) => !present.has(slot.id))
        .map((slot) => this.#miss(slot)),
    ]);
    this.#settleRoles();
  }

  async #candidates(): Promise<readonly DeviceCandidate[]> {
    const { named = [], catalogue, sources = [] } = this.#options;
    const beside = [...named, ...sources.flatMap((source) => source.candidates())];
    if (catalogue === undefined) return beside;
    const { candidates, errors } = await lookAtPorts(catalogue);
    this.#reportDiscovery('serial', errors.serial);
    this.#reportDiscovery('hid', errors.hid);
    const isNamed = (address: string): boolean => named.some((one) => one.address === address);
    const found = candidates.filter(({ address }) => !isNamed(address));
    return [...new Map([...beside, ...found].map((one) => [one.id, one])).values()];
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
    const slot = this.#slots.get(candidate.id) ?? this.#newSlot(candidate);
    // At another port, or to be opened otherwise than it is.
    if (slot.opened !== undefined && !isDeepStrictEqual(slot.candidate, candidate))
      await slot.close();
    if (slot.opened !== undefined) return slot.check();
    slot.candidate = candidate;
    if (this.#settingsOf(slot.id).setAside === true) return slot.setHealth({ state: 'set-aside' });
    if (this.#faults.isGivenUp(slot.id)) return;
    return slot.open();
  }

  #newSlot(candidate: DeviceCandidate): Slot {
    const slot = new Slot(candidate, this.#options.host, {
      onChanged: (changed) => this.#slotChanged(changed),
      onCode: ({ id }, event) => this.#events.emit({ kind: 'code-scanner', deviceId: id, event }),
    });
    this.#slots.set(candidate.id, slot);
    return slot;
  }

  /** Not among what is there any more: it was pulled. An open port tells that by itself, a service does not. */
  async #miss(slot: Slot): Promise<void> {
    // Plugged again, it may try again.
    this.#faults.forgive(slot.id);
    if (slot.opened !== undefined && slot.candidate.transport !== 'loopback-http') return;
    slot.setHealth({ state: 'unplugged' });
    await slot.close();
  }

  #slotChanged(slot: Slot): void {
    const { health } = slot;
    if (health.state === 'failed') {
      this.#faults.note(slot.id, health.error.code, performance.now());
    }
    this.#settleRoles();
    this.#events.emit({ kind: 'changed', device: this.#viewOf(slot) });
  }

  /** Who serves each role from now on; looks again when a grace time is over. */
  #settleRoles(): void {
    const graceMs = this.#options.graceMs ?? GRACE_MS;
    const now = performance.now();
    clearTimeout(this.#grace);
    for (const role of DEVICE_ROLES) {
      const before = this.#holders.get(role);
      const after = nextHolder(this.#fitFor(role), before, now, graceMs);
      if (after === undefined) continue;
      this.#holders.set(role, after);
      if (after.goneSince !== undefined && now - after.goneSince < graceMs && this.#isRunning) {
        this.#grace = setTimeout(() => this.#settleRoles(), graceMs + 1);
      }
      const wasServing = before?.goneSince === undefined ? before?.deviceId : undefined;
      const isServing = after.goneSince === undefined ? after.deviceId : undefined;
      if (role === 'fingerprint') this.#learnAbilities(isServing);
      if (wasServing !== isServing) {
        this.#events.emit({ kind: 'role', role, deviceId: isServing });
      }
    }
  }

  #learnAbilities(deviceId: string | undefined): void {
    const opened = deviceId === undefined ? undefined : this.openedDevice(deviceId);
    if (opened?.role === 'fingerprint') this.#abilities = opened.device.info.abilities;
  }

  #fitFor(role: DeviceRole): readonly FitDevice[] {
    const hosted = [...this.#slots.values()]
      .filter(({ candidate, health }) => candidate.role === role && health.state === 'ready')
      .map((slot) => ({
        deviceId: slot.id,
        rank: rankOf(slot),
        fallback: slot.candidate.driver === 'vc0706',
      }));
    const cameras = [...this.#windowCameras.values()]
      .map((camera) => this.#viewOfCamera(camera))
      .filter((camera) => camera.role === role && camera.health.state === 'ready')
      .map(({ id }) => ({ deviceId: id, rank: WINDOW_CAMERA_RANK, fallback: false }));
    return [...hosted, ...cameras].map((device) => ({
      ...device,
      preferred: this.#settingsOf(device.deviceId).preferred === true,
    }));
  }

  #settingsOf(deviceId: string): DeviceSettings {
    return this.#options.settingsOf?.(deviceId) ?? NO_SETTINGS;
  }

  #serves(deviceId: string, role: DeviceRole): boolean {
    const holder = this.#holders.get(role);
    return holder?.deviceId === deviceId && holder.goneSince === undefined;
  }

  /** What a technician has set aside is left alone here too: the window opens the camera that serves. */
  #viewOfCamera(camera: RackDevice): RackDevice {
    const isSetAside = this.#settingsOf(camera.id).setAside === true;
    return {
      ...camera,
      health: isSetAside ? { state: 'set-aside' } : camera.health,
      isServing: this.#serves(camera.id, camera.role),
    };
  }

  #viewOf(slot: Slot): RackDevice {
    return slot.view(this.#serves(slot.id, slot.candidate.role));
  }
}

/** A camera of the window gives a live picture, and shows whether the head is in its place. */
const WINDOW_CAMERA_RANK = 2;

function rankOf({ candidate, opened }: Slot): number {
  if (candidate.driver === 'sbi' && candidate.role === 'portrait-camera') return 1;
  if (opened?.role !== 'fingerprint') return 0;
  // Four fingers at once are quicker than one after another.
  const info: FingerprintScannerInfo = opened.device.info;
  return info.abilities.includes('slaps-4-4-2') ? 1 : 0;
}
