import { useEffect, useState } from 'react';
import type { ProcedureInput } from '../../../contract/procedures.ts';
import { listCameras, onCamerasChanged } from '../../../devices/transports/browser-media.ts';
import type { MediaCamera } from '../../../devices/transports/browser-media.ts';
import { callStation } from '../../station/call-station.ts';
import { useLink } from '../../station/link.ts';
import { forgetTroubles, useCameraSettings } from './camera-settings.ts';

type Report = ProcedureInput<'devices.reportCameras'>;

/** Tells the station which cameras this computer has, and how they are: they stand on its rack like other devices. */
export function useReportCameras(userId: string): void {
  const up = useLink((link) => link.up);
  const troubles = useCameraSettings((settings) => settings.troubles);
  const [round, setRound] = useState(0);
  useEffect(
    () =>
      onCamerasChanged(() => {
        forgetTroubles();
        setRound((before) => before + 1);
      }),
    [],
  );
  useEffect(() => {
    if (!up) return undefined;
    let left = false;
    void listCameras().then((cameras) => {
      // A report that is refused is made again when somebody signs in or a camera comes or goes.
      if (!left) void callStation('devices.reportCameras', reportOf(cameras, troubles));
    });
    return () => {
      left = true;
    };
  }, [up, userId, troubles, round]);
}

function reportOf(
  cameras: readonly MediaCamera[],
  troubles: ReturnType<typeof useCameraSettings.getState>['troubles'],
): Report {
  return {
    cameras: cameras.map(({ cameraId, label, largest }) => {
      const problem = troubles[cameraId] ?? null;
      return {
        cameraId,
        label,
        state: problem === null ? 'ready' : 'trouble',
        problem,
        ...largest,
      };
    }),
  };
}
