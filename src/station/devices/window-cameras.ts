import type { ProcedureInput } from '../../contract/procedures.ts';
import type { RackDevice } from '../../devices/rack/rack-device.ts';
import { readCameraLabel } from '../../domain/camera-label.ts';

export type ReportedCamera = ProcedureInput<'devices.reportCameras'>['cameras'][number];

/** Chromium's own fake cameras: `fake_device_0`, or the path of the film that is played. */
const FAKE_LABEL = /^(fake_device_\d+$|\/|[A-Z]:\\)/;

/** The cameras that the window has told of since the station started; one that is gone stays, as unplugged. */
export class WindowCameras {
  readonly #seen = new Map<string, ReportedCamera>();

  /** @param cameras all that are there now */
  report(cameras: readonly ReportedCamera[]): readonly RackDevice[] {
    for (const camera of cameras) this.#seen.set(camera.cameraId, camera);
    const present = new Set(cameras.map(({ cameraId }) => cameraId));
    return [...this.#seen.values()].map((camera) =>
      rackDevice(camera, present.has(camera.cameraId)),
    );
  }

  /** Those behind which there is no camera: training and tests. */
  get emulated(): readonly string[] {
    return [...this.#seen.values()]
      .filter(({ label }) => FAKE_LABEL.test(label))
      .map(({ cameraId }) => cameraId);
  }
}

function rackDevice(camera: ReportedCamera, isPresent: boolean): RackDevice {
  const { cameraId, label, widthPixels, heightPixels } = camera;
  const { name, vendorId, productId } = readCameraLabel(label);
  const info = {
    make: vendorId === '' ? '' : `USB ${vendorId}:${productId}`,
    model: name.replace(/^.*[/\\]/, ''),
    serialNumber: '',
    widthPixels,
    heightPixels,
  };
  return {
    id: cameraId,
    role: 'portrait-camera',
    driver: 'uvc',
    transport: 'media',
    address: label,
    description: '',
    info,
    health: isPresent ? healthOf(camera) : { state: 'unplugged' },
    isServing: false,
    traffic: undefined,
    usb: undefined,
    readyAfterMs: undefined,
  };
}

function healthOf({ problem }: ReportedCamera): RackDevice['health'] {
  if (problem === null) return { state: 'ready' };
  return { state: 'failed', error: { code: problem, detail: 'as the browser says' } };
}
