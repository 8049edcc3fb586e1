import { NativeSelect } from '@mantine/core';
import type { DeviceView } from '../../../contract/views.ts';
import { useT } from '../../i18n/i18n.tsx';
import { useStationQuery } from '../../station/hooks.ts';
import { chooseCamera, useCameraSettings } from './camera-settings.ts';

type Purpose = Parameters<typeof chooseCamera>[0];

/** The cameras of this computer that are plugged in, in the order in which the station met them. */
export function useWindowCameras(): readonly DeviceView[] {
  const { data: devices = [] } = useStationQuery('devices.list', {});
  return devices.filter(
    ({ transport, state }) => transport === 'media' && (state === 'ready' || state === 'trouble'),
  );
}

/** The camera that was chosen for this, while it is plugged in; null otherwise. */
export function useChosenCamera(purpose: Purpose): string | null {
  const chosen = useCameraSettings((settings) => settings.chosen[purpose]);
  const cameras = useWindowCameras();
  return cameras.some(({ deviceId }) => deviceId === chosen) ? chosen : null;
}

/** Which of several cameras; nothing where there is no choice. */
export function CameraChoice({
  purpose,
  cameraId,
}: {
  purpose: Purpose;
  cameraId: string | undefined;
}) {
  const t = useT();
  const cameras = useWindowCameras();
  if (cameras.length < 2) return null;
  return (
    <NativeSelect
      aria-label={t('portrait.choose-camera')}
      value={cameraId ?? ''}
      onChange={(event) => chooseCamera(purpose, event.currentTarget.value)}
      data={cameras.map(({ deviceId, model }, index) => ({
        value: deviceId,
        label: model === '' ? t('portrait.camera-number', { number: index + 1 }) : model,
      }))}
    />
  );
}
