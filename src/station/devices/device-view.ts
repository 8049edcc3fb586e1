import type { DeviceView } from '../../contract/views.ts';
import type { StillCameraInfo } from '../../devices/camera-modality.ts';
import type { RackDevice } from '../../devices/rack/rack-device.ts';
import { vietnameseDate } from '../../domain/calendar-date.ts';
import { daySpan } from '../../store/index.ts';
import type { ReadableStore } from '../../store/index.ts';
import { DEVICE_ERROR_CODES } from '../capture/device-failure.ts';

/** Scanners and cameras say it, each of what they are. */
type PictureSize = Pick<StillCameraInfo, 'widthPixels' | 'heightPixels'>;

/** The rack as the window shows it: each device with what it did today and how it was when it was last tested. */
export function deviceViews(
  store: ReadableStore,
  devices: readonly RackDevice[],
  emulated: ReadonlySet<string>,
): DeviceView[] {
  const today = vietnameseDate(Date.now());
  const captures = store.devices.capturesSince(daySpan(today).from);
  const errors = store.devices.errorsOn(today);
  return devices.map((device) => {
    const { id, health, info, traffic } = device;
    const known = store.devices.get(id);
    const error = health.state === 'failed' ? health.error : undefined;
    return {
      deviceId: id,
      role: device.role,
      state: STATES[health.state],
      serving: device.isServing,
      make: info.make ?? '',
      model: info.model ?? '',
      serialNumber: info.serialNumber ?? '',
      firmware: info.firmware ?? '',
      port: device.address,
      transport: device.transport,
      usb: device.usb ?? null,
      driver: device.driver,
      description: device.description,
      abilities: [...(info.abilities ?? [])],
      pictureSize: pictureSizeOf(info),
      emulated: emulated.has(id),
      preferred: known?.settings.preferred === true,
      problem: error ? DEVICE_ERROR_CODES[error.code] : null,
      trouble: error ? { code: error.code, detail: error.detail } : null,
      capturesToday: captures.get(id) ?? 0,
      errorsToday: errors
        .filter(({ deviceId }) => deviceId === id)
        .map(({ code, count }) => ({ code, count })),
      traffic: traffic
        ? {
            receivedBytes: traffic.receivedBytes,
            highestBytesPerSecond: traffic.highestBytesPerSecond,
          }
        : null,
      readyAfterMs: device.readyAfterMs ?? null,
      selfTest: known?.selfTest ?? null,
      calibration: known?.calibration ?? null,
    };
  });
}

function pictureSizeOf(info: RackDevice['info']): DeviceView['pictureSize'] {
  const { widthPixels = 0, heightPixels = 0 } = info as Partial<PictureSize>;
  return widthPixels > 0 && heightPixels > 0 ? { widthPixels, heightPixels } : null;
}

const STATES = {
  connecting: 'searching',
  ready: 'ready',
  unplugged: 'lost',
  failed: 'trouble',
  'set-aside': 'set-aside',
} as const satisfies Record<RackDevice['health']['state'], DeviceView['state']>;
