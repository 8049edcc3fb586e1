import { existsSync } from 'node:fs';
import type { Result } from '../../domain/result.ts';
import { err } from '../../domain/result.ts';
import { deviceError } from '../device-error.ts';
import type { DeviceClosed, DeviceError } from '../device-error.ts';
import type { DeviceCandidate } from '../drivers/candidate.ts';
import { hostedModality } from '../host/hosted-modalities.ts';
import { HostedDevice } from '../host/hosted-device.ts';
import type { HostOptions } from '../host/hosted-device.ts';
import type { Unsubscribe } from '../listeners.ts';
import type { CodeScannerEvent } from '../modality.ts';
import type { OpenedDevice } from '../opened-device.ts';
import type { DeviceHealth, RackDevice } from './rack-device.ts';

export interface SlotListener {
  readonly onChanged: (slot: Slot) => void;
  readonly onCode: (slot: Slot, event: CodeScannerEvent) => void;
}

/** The place of one device on the rack: it stays when the device is pulled, and is the same when it comes again. */
export class Slot {
  candidate: DeviceCandidate;
  readonly #host: HostOptions;
  readonly #listener: SlotListener;
  #health: DeviceHealth = { state: 'connecting' };
  #info: RackDevice['info'];
  #hosted: HostedDevice | undefined;
  #opened: OpenedDevice | undefined;
  #opening: Promise<void> | undefined;
  #unsubscribe: readonly Unsubscribe[] = [];
  #readyAfterMs: number | undefined;

  constructor(candidate: DeviceCandidate, host: HostOptions, listener: SlotListener) {
    this.candidate = candidate;
    this.#info = candidate.identity;
    this.#host = host;
    this.#listener = listener;
  }

  get id(): string {
    return this.candidate.id;
  }

  get health(): DeviceHealth {
    return this.#health;
  }

  /** The device, when it is open. */
  get opened(): OpenedDevice | undefined {
    return this.#opened;
  }

  view(isServing: boolean): RackDevice {
    const { id, role, driver, transport, address, usb, description } = this.candidate;
    return {
      id,
      role,
      driver,
      transport,
      address,
      usb,
      description: description ?? '',
      info: this.#info,
      health: this.#health,
      isServing,
      traffic: this.#hosted?.transferRate.figures,
      readyAfterMs: this.#readyAfterMs,
    };
  }

  /** Opens the device if it is not open; one opening at a time. */
  open(): Promise<void> {
    if (this.#opened) return Promise.resolve();
    this.#opening ??= this.#open().finally(() => (this.#opening = undefined));
    return this.#opening;
  }

  async #open(): Promise<void> {
    const startedAt = performance.now();
    const wasGone = this.#health.state !== 'failed';
    // A device that failed is tried again and again: that it is still being tried is no news.
    if (wasGone && existsAt(this.candidate)) this.setHealth({ state: 'connecting' });
    const hosted = await this.#openHosted(this.candidate);
    if (!hosted.ok) {
      const { error } = hosted;
      const isAbsent = error.code === 'port-not-found' || error.code === 'disconnected';
      this.setHealth(isAbsent ? { state: 'unplugged' } : { state: 'failed', error });
      return;
    }
    this.#welcome(hosted.value);
    this.#readyAfterMs = Math.round(performance.now() - startedAt);
    this.setHealth({ state: 'ready' });
  }

  /** No process is started for a port that is not there. */
  async #openHosted(candidate: DeviceCandidate): Promise<Result<HostedDevice, DeviceError>> {
    if (!existsAt(candidate)) return err(deviceError('port-not-found', candidate.address));
    return HostedDevice.open(candidate, this.#host);
  }

  #welcome(hosted: HostedDevice): void {
    const opened = hostedModality(hosted);
    this.#hosted = hosted;
    this.#opened = opened;
    this.#info = opened.device.info;
    this.#unsubscribe = [
      hosted.onClosed((reason) => this.#lost(reason)),
      ...(opened.role === 'code-scanner'
        ? [opened.device.onEvent((event) => this.#listener.onCode(this, event))]
        : []),
    ];
  }

  /** The port may stay while the module behind it is gone: a half-seated cable, a bridge without its module. */
  async check(): Promise<void> {
    const opened = this.#opened;
    if (opened === undefined) return;
    const alive = await opened.device.checkAlive();
    if (alive.ok || alive.error.code === 'busy' || this.#opened !== opened) return;
    const isAbsent = alive.error.code === 'disconnected' || alive.error.code === 'not-open';
    // Said before it is closed: who is in the middle of a capture asks why.
    this.setHealth(isAbsent ? { state: 'unplugged' } : { state: 'failed', error: alive.error });
    await this.close();
  }

  /** Closes the device and leaves its health as it is. */
  async close(): Promise<void> {
    await this.#opening;
    const hosted = this.#hosted;
    this.#forget();
    await hosted?.close();
  }

  setHealth(health: DeviceHealth): void {
    const isNews = JSON.stringify(this.#health) !== JSON.stringify(health);
    this.#health = health;
    if (isNews) this.#listener.onChanged(this);
  }

  #lost(reason: DeviceClosed): void {
    this.#forget();
    const error =
      reason.kind === 'lost' ? reason.error : deviceError('disconnected', 'the port was closed');
    const isPulled = error.code === 'disconnected';
    this.setHealth(isPulled ? { state: 'unplugged' } : { state: 'failed', error });
  }

  #forget(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#unsubscribe = [];
    this.#hosted = undefined;
    this.#opened = undefined;
  }
}

/** Whether there is a device file at all, where ports are files. */
function existsAt({ address }: DeviceCandidate): boolean {
  return !address.startsWith('/') || existsSync(address);
}
