import { useCallback, useEffect, useRef, useState } from 'react';
import type { CameraPurpose, UvcCamera } from '../../../devices/drivers/uvc-camera.ts';
import { openUvcCamera } from '../../../devices/drivers/uvc-camera.ts';
import { listCameras, onCamerasChanged } from '../../../devices/transports/browser-media.ts';
import type { CameraTrouble } from '../../../domain/camera-trouble.ts';
import { noteTrouble } from './camera-settings.ts';

export interface OpenCamera {
  /** Null while it opens, or when there is trouble. */
  readonly camera: UvcCamera | null;
  readonly trouble: CameraTrouble | null;
  readonly tryAgain: () => void;
}

type Opened = Omit<OpenCamera, 'tryAgain'>;
const CLOSED: Opened = { camera: null, trouble: null };

/**
 * A camera of this computer for as long as the component is shown and `wanted`; released after that. Cameras that are
 * plugged in or pulled are noticed.
 * @param cameraId whichever there is when it is null; one that is open already stays
 */
export function useCamera(
  purpose: CameraPurpose,
  cameraId: string | null,
  wanted = true,
): OpenCamera {
  const [opened, setOpened] = useState<Opened>(CLOSED);
  const [round, setRound] = useState(0);
  const held = useRef<UvcCamera | null>(null);
  /** Counts up whenever what was under way is no longer wanted. */
  const run = useRef(0);
  const tryAgain = useCallback(() => setRound((before) => before + 1), []);

  const release = useCallback((): void => {
    run.current += 1;
    void held.current?.close();
    held.current = null;
    setOpened(CLOSED);
  }, []);

  useEffect(() => {
    const isHeld = held.current !== null && [null, held.current.cameraId].includes(cameraId);
    if (wanted && isHeld) return;
    release();
    if (!wanted) return;
    const mine = run.current;
    void openOne(purpose, cameraId).then((result) => {
      if (mine !== run.current) {
        void result.camera?.close();
        return;
      }
      held.current = result.camera;
      setOpened(result);
      result.camera?.onClosed((reason) => {
        if (held.current !== result.camera || reason.kind === 'requested') return;
        held.current = null;
        setOpened({ camera: null, trouble: 'disconnected' });
      });
    });
  }, [purpose, cameraId, wanted, round, release]);
  useEffect(() => release, [release]);

  // A camera that comes while there is none is taken at once.
  const broken = opened.trouble !== null;
  useEffect(() => {
    if (!wanted || !broken) return undefined;
    return onCamerasChanged(tryAgain);
  }, [wanted, broken, tryAgain]);

  return { ...opened, tryAgain };
}

async function openOne(purpose: CameraPurpose, cameraId: string | null): Promise<Opened> {
  const tried = cameraId ?? (await listCameras())[0]?.cameraId;
  const camera = await openUvcCamera({ purpose, cameraId: tried });
  if (tried !== undefined) noteTrouble(tried, camera.ok ? null : camera.error.code);
  return camera.ok
    ? { camera: camera.value, trouble: null }
    : { camera: null, trouble: camera.error.code };
}
