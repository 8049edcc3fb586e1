import { setTimeout as delay } from 'node:timers/promises';

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { deviceError } from '../device-error.ts';
import type { DeviceError } from '../device-error.ts';
import { Listeners } from '../listeners.ts';
import type { Unsubscribe } from '../listeners.ts';
import type { DeviceInfo } from '../modality.ts';
import { planCapture } from '../protocols/sbi/capture-plan.ts';
import type { CaptureTarget } from '../protocols/sbi/capture-plan.ts';
import type { SbiCapture } from '../protocols/sbi/capture-reply.ts';
import type { SbiBioType } from '../protocols/sbi/profile.ts';
import type { SbiDeviceDescription } from '../protocols/sbi/replies.ts';
import type { ClosedReason } from '../transports/transport.ts';
import { deviceErrorFrom } from './sbi-device-error.ts';
import { openSbiDevice } from './sbi-device.ts';
import type { SbiCaptureOptions, SbiDevice, SbiDeviceOptions } from './sbi-device.ts';
import type { SbiError } from './sbi-error.ts';
import type { SbiPreview } from './sbi-preview.ts';

export interface SessionCaptureOptions extends SbiCaptureOptions {
  /** The device has said that it shows pictures, or that it does not: now somebody may come to it. */
  readonly onReady?: () => void;
  readonly onFrame: (jpeg: Uint8Array) => void;
}

/**
 * The interface stops the pictures while a capture runs (0.9.5, "Registration Capture"): the capture waits for the
 * first one, so that the officer sees what lies there, but no longer than this. Three a second are the fewest.
 */
const FIRST_FRAME_LIMIT_MS = 1_000;

/** The preview outlasts the capture that it goes with. */
const PREVIEW_RESERVE_MS = 10_000;
const DEFAULT_TIMEOUT_MS = 30_000;

/** Who had the device before needs a moment to let it go. */
const HAND_OVER_MS = 500;

/** So often in a row the service is not there before the device is given up. */
const REFUSALS_OF_A_LOST_SERVICE = 2;

/** Opens a device of one type. Another type answers `not-supported`; one that cannot work now says why. */
export async function openSbiSession(
  options: SbiDeviceOptions,
  type: SbiBioType,
): Promise<Result<SbiSession, DeviceError>> {
  const opened = await openSbiDevice(options);
  if (!opened.ok) return err(deviceErrorFrom(opened.error));
  const device = opened.value;
  if (device.info.digitalId.type !== type) {
    device.close();
    return err(deviceError('not-supported', `a device for ${device.info.digitalId.type}`));
  }
  const ready = await device.becomeReady(undefined, HAND_OVER_MS);
  if (!ready.ok) {
    device.close();
    return err(deviceErrorFrom(ready.error));
  }
  return ok(new SbiSession(device));
}

/**
 * An open device behind the interface, as the station's devices behave whatever they capture: one capture at a time with
 * its preview beside it, a check, and a word when the service is gone.
 */
export class SbiSession {
  readonly description: SbiDeviceDescription;
  readonly #device: SbiDevice;
  readonly #closed = new Listeners<ClosedReason>();
  #closedReason: ClosedReason | undefined;
  #isBusy = false;
  #check: Promise<Result<void, DeviceError>> | undefined;
  #refusals = 0;

  constructor(device: SbiDevice) {
    this.description = device.info;
    this.#device = device;
  }

  get info(): DeviceInfo {
    const { digitalId, firmware, serviceVersion } = this.description;
    const { make, model, serialNo } = digitalId;
    return { make, model, serialNumber: serialNo, firmware: firmware || serviceVersion };
  }

  /** @throws RangeError for exceptions that do not fit the target. */
  async capture(
    target: CaptureTarget,
    signal: AbortSignal,
    options: SessionCaptureOptions,
  ): Promise<Result<SbiCapture, DeviceError>> {
    const obstacle = this.#obstacle();
    if (obstacle !== undefined) return err(obstacle);
    if (this.#isBusy) return err(deviceError('busy', 'another capture runs on this device'));
    this.#isBusy = true;
    try {
      // A check takes milliseconds: the officer's capture waits for it and is not refused.
      await this.#check;
      return await this.#captureBesidePreview(target, signal, options);
    } finally {
      this.#isBusy = false;
    }
  }

  async #captureBesidePreview(
    target: CaptureTarget,
    signal: AbortSignal,
    options: SessionCaptureOptions,
  ): Promise<Result<SbiCapture, DeviceError>> {
    const { deviceSubId } = planCapture(target, this.description.digitalId.deviceSubType);
    const preview = await this.#showPreview(deviceSubId, signal, options);
    try {
      const capture = await this.#device.capture(target, signal, options);
      if (capture.ok) this.#refusals = 0;
      return capture.ok ? capture : err(await this.#told(capture.error, signal));
    } finally {
      preview?.stop();
    }
  }

  /** Undefined where there is none: a device without a stream captures all the same, and what else is wrong, it says then. */
  async #showPreview(
    deviceSubId: string,
    signal: AbortSignal,
    { onReady, onFrame, timeoutMs = DEFAULT_TIMEOUT_MS }: SessionCaptureOptions,
  ): Promise<SbiPreview | undefined> {
    const seen = new AbortController();
    const onFirst = (jpeg: Uint8Array): void => {
      onFrame(jpeg);
      seen.abort();
    };
    const settings = { timeoutMs: timeoutMs + PREVIEW_RESERVE_MS, signal };
    const preview = await this.#device.preview(deviceSubId, onFirst, settings);
    onReady?.();
    if (!preview.ok) return undefined;
    await pause(FIRST_FRAME_LIMIT_MS, AbortSignal.any([seen.signal, signal]));
    return preview.value;
  }

  async checkAlive(): Promise<Result<void, DeviceError>> {
    const obstacle = this.#obstacle();
    if (obstacle !== undefined) return err(obstacle);
    if (this.#isBusy) return err(deviceError('busy', 'a capture runs, which tells as much'));
    this.#check ??= this.#ask().finally(() => {
      this.#check = undefined;
    });
    return this.#check;
  }

  async #ask(): Promise<Result<void, DeviceError>> {
    const ready = await this.#device.becomeReady();
    if (ready.ok) this.#refusals = 0;
    return ready.ok ? ready : err(await this.#told(ready.error));
  }

  onClosed(listener: (reason: ClosedReason) => void): Unsubscribe {
    return this.#closed.add(listener);
  }

  async close(): Promise<void> {
    this.#device.close();
    this.#end({ kind: 'requested' });
    await Promise.resolve();
  }

  #obstacle(): DeviceError | undefined {
    switch (this.#closedReason?.kind) {
      case undefined:
        return undefined;
      case 'requested':
        return deviceError('not-open', 'the device was closed');
      case 'lost':
        return deviceError('disconnected', 'the service of the device is gone');
    }
  }

  /** The error as the caller is to hear it; a service that may be gone is asked once more, then it is lost. */
  async #told(error: SbiError, signal?: AbortSignal): Promise<DeviceError> {
    if (mayBeGone(error)) await this.#countRefusal(signal);
    else this.#refusals = 0;
    if (this.#closedReason?.kind === 'lost') return this.#closedReason.error;
    // The device gave up by itself what nobody here had cancelled.
    if (error.code === 'cancelled' && signal?.aborted !== true) {
      return deviceError('not-ready', error.detail);
    }
    return deviceErrorFrom(error);
  }

  async #countRefusal(signal: AbortSignal | undefined): Promise<void> {
    this.#refusals += 1;
    if (this.#refusals < REFUSALS_OF_A_LOST_SERVICE) {
      const again = await this.#device.status(signal);
      if (again.ok || again.error.code !== 'port-not-found') {
        this.#refusals = 0;
        return;
      }
    }
    this.#device.close();
    const detail = 'the service of the device does not answer on its port any more';
    this.#end({ kind: 'lost', error: { code: 'disconnected', detail } });
  }

  #end(reason: ClosedReason): void {
    if (this.#closedReason !== undefined) return;
    this.#closedReason = reason;
    this.#closed.emit(reason);
  }
}

/** An answer is cut by a service that ends, and by one that is out of order: its port tells which. */
function mayBeGone(error: SbiError): boolean {
  return error.code === 'port-not-found' || error.code === 'disconnected';
}

async function pause(limitMs: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(limitMs, undefined, { signal });
  } catch (cause) {
    if (!signal.aborted) throw cause;
  }
}
