import type { Answer } from '../../contract/channel.ts';
import type { EventPayload } from '../../contract/events.ts';
import type { ProcedureOutput } from '../../contract/procedures.ts';
import type { CaptureProgress, FingerprintScanner } from '../../devices/modality.ts';
import type { OpenedDevice } from '../../devices/opened-device.ts';
import type { StillCamera } from '../../devices/camera-modality.ts';
import { portraitFile } from '../../imaging/portrait-file.ts';
import type { DeviceCheckup, WritableTransaction } from '../../store/index.ts';
import { fail } from '../app.ts';
import { deviceFailure } from '../capture/device-failure.ts';
import { examineTaken } from '../capture/examine-taken.ts';
import { commit } from '../context.ts';
import type { StationContext } from '../context.ts';
import { calibrate } from './checkup/calibration.ts';
import { selfTest } from './checkup/self-test.ts';
import type { StationRack } from './station-rack.ts';
import { TEST_TARGET } from './test-target.ts';

type TestImage = ProcedureOutput<'devices.testImage'>;
type Picture = EventPayload<'device.picture'>;

/** Somebody who lays a finger on an emulated scanner when a technician tries it; nobody at a real one. */
export interface TestFinger {
  presentTestFinger(): Promise<void>;
  lift(): Promise<void>;
}

/** What a technician does at one device: tries it, tests it, calibrates it. One thing at a time. */
export class DeviceConsole {
  readonly #context: StationContext;
  readonly #rack: StationRack;
  readonly #finger: Promise<TestFinger | undefined>;
  #running: AbortController | undefined;

  constructor(context: StationContext, rack: StationRack, finger: Promise<TestFinger | undefined>) {
    this.#context = context;
    this.#rack = rack;
    this.#finger = finger;
  }

  cancel(): void {
    this.#running?.abort();
  }

  selfTest(deviceId: string): Promise<Answer<DeviceCheckup>> {
    return this.#at(deviceId, async (opened) => {
      const checkup = await selfTest(opened);
      return this.#keep(deviceId, checkup, 'device.self-tested', ({ devices }) =>
        devices.keepSelfTest(deviceId, checkup),
      );
    });
  }

  calibrate(deviceId: string): Promise<Answer<DeviceCheckup>> {
    return this.#at(deviceId, async (opened, signal) => {
      const finger = opened.role === 'fingerprint' ? await this.#finger : undefined;
      await finger?.presentTestFinger();
      const checkup = await calibrate(opened, signal);
      await finger?.lift();
      if (!checkup) return fail('device-no-calibration');
      return this.#keep(deviceId, checkup, 'device.calibrated', ({ devices }) =>
        devices.keepCalibration(deviceId, checkup),
      );
    });
  }

  testImage(deviceId: string): Promise<Answer<TestImage>> {
    return this.#at(deviceId, (opened, signal) => {
      if (opened.role === 'fingerprint') return this.#testPrint(deviceId, opened.device, signal);
      if (opened.role === 'portrait-camera') return testPicture(opened.device, signal);
      return Promise.resolve(fail('device-not-supported'));
    });
  }

  async #testPrint(
    deviceId: string,
    scanner: FingerprintScanner,
    signal: AbortSignal,
  ): Promise<Answer<TestImage>> {
    const finger = await this.#finger;
    await finger?.presentTestFinger();
    const taken = await scanner.capture(TEST_TARGET, signal, (progress) =>
      this.#show(deviceId, progress),
    );
    await finger?.lift();
    if (!taken.ok) return deviceFailure(taken.error.code);
    const [print] = taken.value;
    const examined = print && (await examineTaken(print));
    if (!examined?.ok) return fail('device-image-unsupported');
    const { assessment, png: bytes } = examined.value;
    const { score, reasons } = assessment;
    const value = { mediaType: 'image/png', bytes, quality: score, reasons: [...reasons] };
    return { ok: true, value };
  }

  #show(deviceId: string, progress: CaptureProgress): void {
    if (progress.phase === 'waiting-for-finger') return;
    this.#context.events.emit('device.picture', { deviceId, ...pictureOf(progress) });
  }

  #keep(
    deviceId: string,
    checkup: DeviceCheckup,
    kind: 'device.self-tested' | 'device.calibrated',
    keep: (transaction: WritableTransaction) => void,
  ): Answer<DeviceCheckup> {
    const written = commit(this.#context, (transaction) => {
      keep(transaction);
      transaction.audit({ kind, detail: { deviceId, ok: checkup.ok } });
    });
    return written.ok ? { ok: true, value: checkup } : written;
  }

  async #at<T>(
    deviceId: string,
    work: (opened: OpenedDevice, signal: AbortSignal) => Promise<Answer<T>>,
  ): Promise<Answer<T>> {
    if (this.#running) return fail('already-running');
    const opened = (await this.#rack.rack).openedDevice(deviceId);
    if (!opened) return fail('device-not-open');
    const running = new AbortController();
    this.#running = running;
    try {
      return await work(opened, running.signal);
    } finally {
      this.#running = undefined;
    }
  }
}

async function testPicture(camera: StillCamera, signal: AbortSignal): Promise<Answer<TestImage>> {
  const taken = await camera.takePicture(signal);
  if (!taken.ok) return deviceFailure(taken.error.code);
  const file = await portraitFile(taken.value);
  if (!file.ok) return fail('device-image-unsupported');
  const isJpeg = taken.value.mediaType === 'image/jpeg';
  const mediaType = isJpeg ? 'image/jpeg' : 'image/png';
  return { ok: true, value: { mediaType, bytes: file.value, quality: null, reasons: [] } };
}

function pictureOf(
  progress: Exclude<CaptureProgress, { phase: 'waiting-for-finger' }>,
): Omit<Picture, 'deviceId'> {
  if (progress.phase === 'preview') {
    const { jpeg } = progress;
    return { widthPixels: 0, heightPixels: 0, rowsDone: 0, pixels: null, jpeg };
  }
  const { rowsDone, image } = progress;
  const { widthPixels, heightPixels } = image;
  const pixels = image.pixels.subarray(0, rowsDone * widthPixels);
  return { widthPixels, heightPixels, rowsDone, pixels, jpeg: null };
}
