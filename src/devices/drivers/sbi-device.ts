import { randomUUID } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { err, ok } from '../../domain/result.ts';
import { planCapture } from '../protocols/sbi/capture-plan.ts';
import type { CapturePlan, CaptureTarget } from '../protocols/sbi/capture-plan.ts';
import { readCaptureReply } from '../protocols/sbi/capture-reply.ts';
import type { SbiCapture } from '../protocols/sbi/capture-reply.ts';
import { SBI_0_9_5 } from '../protocols/sbi/profile.ts';
import type { SbiEnvironment, SbiProfile } from '../protocols/sbi/profile.ts';
import { readInfoReply } from '../protocols/sbi/replies.ts';
import type { SbiDeviceDescription, SbiDeviceStatus } from '../protocols/sbi/replies.ts';
import { captureRequest, infoRequest, streamRequest } from '../protocols/sbi/requests.ts';
import { askLoopback } from '../transports/loopback-http.ts';
import { refusedFirmwareError } from './refused-firmware.ts';
import { findSbiDevices, successfulBody } from './sbi-discovery.ts';
import type { SbiError, SbiResult } from './sbi-error.ts';
import { openSbiPreview } from './sbi-preview.ts';
import type { SbiPreview } from './sbi-preview.ts';

export interface SbiDeviceOptions {
  readonly port: number;
  readonly deviceId: string;
  readonly trustAnchors: readonly X509Certificate[];
  readonly environment: SbiEnvironment;
  readonly profile?: SbiProfile;
  /** Versions that are not to be used; `*` stands for any characters. */
  readonly refusedFirmware?: readonly string[];
  /** The station's clock. */
  readonly now?: () => Date;
  /** For questions that a device answers of itself. */
  readonly answerTimeoutMs?: number;
  /** A preview without a picture for so long is given up. */
  readonly previewSilenceMs?: number;
}

export interface SbiCaptureOptions {
  /** How long the device waits for the finger, eye or face. */
  readonly timeoutMs?: number;
  /** 0–100: the device captures of itself when the picture is that good, else gives its best at the end. */
  readonly requestedScore?: number;
  /** One of our own making when absent. */
  readonly transactionId?: string;
  /** What the maker of the device documents beside the interface. */
  readonly customOptions?: Readonly<Record<string, string>>;
}

export interface SbiPreviewSettings {
  /** When the device ends the stream of itself. */
  readonly timeoutMs?: number;
  /** Gives the opening up; `stop` ends a preview that has begun. */
  readonly signal?: AbortSignal;
}

const DEFAULT_ANSWER_TIMEOUT_MS = 3_000;
const DEFAULT_CAPTURE_TIMEOUT_MS = 30_000;
const DEFAULT_REQUESTED_SCORE = 40;
const DEFAULT_PREVIEW_TIMEOUT_MS = 300_000;

/** A device that gives its best picture at the very end of the time still has to compress and sign it. */
const CAPTURE_GRACE_MS = 5_000;

/** A device that was cancelled needs a moment until it is ready again. */
const RECOVERY_LIMIT_MS = 3_000;
const RECOVERY_PAUSE_MS = 50;

/** Pictures come many times a second; while a capture runs they stop. */
const DEFAULT_PREVIEW_SILENCE_MS = 5_000;

function problemOf(code: SbiError['code'], detail: string): { ok: false; error: SbiError } {
  return err({ code, detail });
}

/** Reads what the device is and verifies that it is one that a trust anchor vouches for. */
export async function openSbiDevice(options: SbiDeviceOptions): Promise<SbiResult<SbiDevice>> {
  const info = await verifiedInfo(options);
  if (!info.ok) return info;
  const refused =
    wrongEnvironment(info.value, options) ??
    refusedFirmwareError(info.value.firmware, options.refusedFirmware);
  return refused === undefined ? ok(new SbiDevice(options, info.value)) : err(refused);
}

/** Every sample would be refused for it. */
function wrongEnvironment(
  { environment: said }: SbiDeviceDescription,
  { environment }: SbiDeviceOptions,
): SbiError | undefined {
  if (said === environment) return undefined;
  const detail = `registered for ${said || 'no environment'}, this station is one of ${environment}`;
  return { code: 'wrong-environment', detail };
}

function clockOf(options: Pick<SbiDeviceOptions, 'now'>): Date {
  return options.now?.() ?? new Date();
}

/** What the device says of itself, when a trust anchor vouches for it. */
export async function verifiedInfo(
  options: Omit<SbiDeviceOptions, 'environment'>,
): Promise<SbiResult<SbiDeviceDescription>> {
  const timeoutMs = options.answerTimeoutMs ?? DEFAULT_ANSWER_TIMEOUT_MS;
  const reply = await askLoopback({ ...infoRequest(), port: options.port, timeoutMs });
  if (!reply.ok) return reply;
  const body = successfulBody(reply.value);
  if (!body.ok) return body;
  const trust = { anchors: options.trustAnchors, now: clockOf(options) };
  const entries = await readInfoReply(body.value, trust);
  if (!entries.ok) return entries;
  const ours = entries.value.find((entry) => entry.ok && entry.value.deviceId === options.deviceId);
  if (ours !== undefined) return ours;
  return (
    entries.value.find((entry) => !entry.ok) ??
    problemOf('not-ready', 'the service does not know this device')
  );
}

/**
 * A device behind a Secure Biometric Interface 0.9.5. Every sample it gives is verified before anyone sees it, and the
 * hash chain goes on from capture to capture for as long as the device is open.
 */
export class SbiDevice {
  readonly info: SbiDeviceDescription;
  readonly #options: SbiDeviceOptions;
  readonly #profile: SbiProfile;
  readonly #closing = new AbortController();
  #lastHash = '';
  #isCapturing = false;
  #preview: SbiPreview | undefined;
  #isOpeningPreview = false;
  #mayStillBeBusy = false;

  /** Use `openSbiDevice`, which verifies `info`. */
  constructor(options: SbiDeviceOptions, info: SbiDeviceDescription) {
    this.info = info;
    this.#options = options;
    this.#profile = options.profile ?? SBI_0_9_5;
  }

  /** Hash of the last sample that was accepted, 64 hexadecimal digits; empty before the first. */
  get lastHash(): string {
    return this.#lastHash;
  }

  async status(signal?: AbortSignal): Promise<SbiResult<SbiDeviceStatus>> {
    if (this.#closing.signal.aborted) return problemOf('not-open', 'the device was closed');
    const found = await findSbiDevices(this.#options.port, this.info.digitalId.type, {
      profile: this.#profile,
      timeoutMs: this.#options.answerTimeoutMs ?? DEFAULT_ANSWER_TIMEOUT_MS,
      signal: this.#signal(signal),
    });
    if (!found.ok) return this.#told(found.error);
    const ours = found.value.find((device) => device.deviceId === this.info.deviceId);
    return ours === undefined
      ? problemOf('not-ready', 'the service does not know this device any more')
      : ok(ours.status);
  }

  /**
   * Takes what the target names in one capture. One at a time: a second call answers `busy`. Aborting the signal answers
   * `cancelled` at once; the next capture waits until the device has noticed. While a preview runs, only its sensor can
   * be captured from.
   *
   * @throws RangeError for exceptions that do not fit the target.
   */
  async capture(
    target: CaptureTarget,
    signal: AbortSignal,
    options: SbiCaptureOptions = {},
  ): Promise<SbiResult<SbiCapture>> {
    if (this.#closing.signal.aborted) return problemOf('not-open', 'the device was closed');
    const plan = planCapture(target, this.info.digitalId.deviceSubType);
    if (this.#isCapturing) return problemOf('busy', 'another capture runs on this device');
    this.#isCapturing = true;
    try {
      const ready = await this.becomeReady(signal);
      return ready.ok ? await this.#capture(plan, signal, options) : ready;
    } finally {
      this.#isCapturing = false;
    }
  }

  /** Starts the preview of one sensor (1 left, 2 right, 3 both; 0 where there is one). Answers when it has begun. */
  async preview(
    deviceSubId: string,
    onFrame: (jpeg: Uint8Array) => void,
    settings: SbiPreviewSettings = {},
  ): Promise<SbiResult<SbiPreview>> {
    if (this.#closing.signal.aborted) return problemOf('not-open', 'the device was closed');
    if (this.#preview !== undefined || this.#isOpeningPreview) {
      return problemOf('busy', 'a preview runs already');
    }
    this.#isOpeningPreview = true;
    try {
      return await this.#openPreview(deviceSubId, onFrame, settings);
    } finally {
      this.#isOpeningPreview = false;
    }
  }

  async #openPreview(
    deviceSubId: string,
    onFrame: (jpeg: Uint8Array) => void,
    settings: SbiPreviewSettings,
  ): Promise<SbiResult<SbiPreview>> {
    const signal = this.#signal(settings.signal);
    const timeoutMs = settings.timeoutMs ?? DEFAULT_PREVIEW_TIMEOUT_MS;
    const ready = await this.becomeReady(signal);
    if (!ready.ok) return ready;
    const { port, answerTimeoutMs, previewSilenceMs } = this.#options;
    const device = { deviceId: this.info.deviceId, serialNo: this.info.digitalId.serialNo };
    const opened = await openSbiPreview({
      port,
      request: streamRequest(this.#profile, device, deviceSubId, timeoutMs),
      timeoutMs,
      answerTimeoutMs: answerTimeoutMs ?? DEFAULT_ANSWER_TIMEOUT_MS,
      silenceMs: previewSilenceMs ?? DEFAULT_PREVIEW_SILENCE_MS,
      isSilenceInOrder: () => this.#isCapturing,
      onFrame,
      signal,
    });
    if (!opened.ok) {
      this.#mayStillBeBusy = true;
      return this.#told(opened.error);
    }
    const feed = opened.value;
    const forget = (): void => {
      if (this.#preview !== preview) return;
      this.#preview = undefined;
      this.#mayStillBeBusy = true;
    };
    const preview: SbiPreview = {
      stop: () => {
        // From now on the device may be busy with what is over here.
        forget();
        feed.stop();
      },
      ended: feed.ended.finally(forget),
    };
    this.#preview = preview;
    return ok(preview);
  }

  /** Stops what runs; the device answers `not-open` from now on. */
  close(): void {
    this.#preview?.stop();
    this.#closing.abort();
  }

  async #capture(
    plan: CapturePlan,
    signal: AbortSignal,
    options: SbiCaptureOptions,
  ): Promise<SbiResult<SbiCapture>> {
    const { environment, port, trustAnchors } = this.#options;
    const timeoutMs = options.timeoutMs ?? DEFAULT_CAPTURE_TIMEOUT_MS;
    const transactionId = options.transactionId ?? randomUUID();
    const request = captureRequest(this.#profile, {
      plan,
      deviceId: this.info.deviceId,
      environment,
      transactionId,
      now: clockOf(this.#options),
      timeoutMs,
      requestedScore: options.requestedScore ?? DEFAULT_REQUESTED_SCORE,
      previousHash: this.#lastHash,
      customOptions: options.customOptions ?? {},
    });
    const reply = await askLoopback({
      ...request,
      port,
      timeoutMs: timeoutMs + CAPTURE_GRACE_MS,
      signal: this.#signal(signal),
    });
    if (!reply.ok) {
      this.#mayStillBeBusy = true;
      // The interface's own way to cancel: stopping the stream.
      if (reply.error.code === 'cancelled') this.#preview?.stop();
      return this.#told(reply.error);
    }
    const body = successfulBody(reply.value);
    if (!body.ok) return body;
    const expected = {
      plan,
      environment,
      specVersion: this.#profile.specVersion,
      transactionId,
      previousHash: this.#lastHash,
      serialNo: this.info.digitalId.serialNo,
    };
    const trust = { anchors: trustAnchors, now: clockOf(this.#options) };
    const capture = await readCaptureReply(body.value, expected, trust);
    if (capture.ok) this.#lastHash = capture.value.lastHash;
    return capture;
  }

  /**
   * Asks whether the device is ready, as the interface wants it before each capture; waits for one that was cancelled.
   *
   * @param patienceMs how long to wait for a device that is busy with something else
   */
  async becomeReady(signal?: AbortSignal, patienceMs = 0): Promise<SbiResult<void>> {
    // A stream of our own keeps the device busy, and may be captured beside.
    if (this.#preview !== undefined) return ok(undefined);
    const deadline = performance.now() + (this.#mayStillBeBusy ? RECOVERY_LIMIT_MS : patienceMs);
    for (;;) {
      const status = await this.status(signal);
      if (!status.ok) return status;
      if (status.value !== 'Busy' || performance.now() >= deadline) {
        this.#mayStillBeBusy = status.value === 'Busy' && this.#mayStillBeBusy;
        return readiness(status.value);
      }
      const paused = await this.#pause(this.#signal(signal));
      if (!paused.ok) return paused;
    }
  }

  async #pause(signal: AbortSignal): Promise<SbiResult<void>> {
    try {
      await delay(RECOVERY_PAUSE_MS, undefined, { signal });
      return ok(undefined);
    } catch (cause) {
      if (signal.aborted) return this.#told({ code: 'cancelled', detail: 'before the capture' });
      throw cause;
    }
  }

  #signal(signal: AbortSignal | undefined): AbortSignal {
    const closing = this.#closing.signal;
    return signal === undefined ? closing : AbortSignal.any([signal, closing]);
  }

  /** What was cancelled because the device was closed is told as such. */
  #told(error: SbiError): { ok: false; error: SbiError } {
    const wasClosed = error.code === 'cancelled' && this.#closing.signal.aborted;
    return wasClosed ? problemOf('not-open', 'the device was closed') : err(error);
  }
}

function readiness(status: SbiDeviceStatus): SbiResult<void> {
  switch (status) {
    case 'Ready':
      return ok(undefined);
    case 'Busy':
      return problemOf('busy', 'the device says that it is busy');
    case 'Not Ready':
      return problemOf('not-ready', 'the device says that it is not ready');
    case 'Not Registered':
      return problemOf('not-registered', 'the device says that it is not registered');
    case 'unknown':
      return problemOf('wrong-answer', 'a status that the interface does not list');
  }
}
