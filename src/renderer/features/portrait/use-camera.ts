import { useCallback, useEffect, useState } from 'react';
import type { CameraProblem } from './camera-problem.ts';
import { cameraProblemOf } from './camera-problem.ts';
import { useCameraSettings } from './camera-settings.ts';

export interface CameraChoice {
  readonly deviceId: string;
  readonly label: string;
}

export interface Camera {
  /** Null while it opens, or when there is a problem. */
  readonly stream: MediaStream | null;
  readonly problem: CameraProblem | null;
  readonly cameras: readonly CameraChoice[];
  readonly deviceId: string | null;
  readonly choose: (deviceId: string) => void;
  readonly tryAgain: () => void;
}

interface Opened {
  readonly stream: MediaStream | null;
  readonly problem: CameraProblem | null;
  readonly cameras: readonly CameraChoice[];
  readonly deviceId: string | null;
}

const CLOSED: Opened = { stream: null, problem: null, cameras: [], deviceId: null };

/**
 * A live camera at its highest resolution for as long as the component is shown and `wanted`; released
 * after that. Cameras that are plugged in or pulled are noticed.
 */
export function useCamera(wanted = true): Camera {
  const chosen = useCameraSettings((settings) => settings.deviceId);
  const [opened, setOpened] = useState<Opened>(CLOSED);
  const [round, setRound] = useState(0);
  const tryAgain = useCallback(() => setRound((before) => before + 1), []);

  useEffect(() => {
    if (!wanted) return undefined;
    let given: MediaStream | null = null;
    let left = false;
    const open = async (): Promise<void> => {
      const result = await openCamera(chosen);
      if (left) {
        release(result.stream);
        return;
      }
      given = result.stream;
      for (const track of given?.getVideoTracks() ?? []) {
        track.addEventListener('ended', () => {
          if (!left) setOpened((now) => ({ ...now, stream: null, problem: 'lost' }));
        });
      }
      setOpened(result);
    };
    void open();
    return () => {
      left = true;
      release(given);
      setOpened(CLOSED);
    };
  }, [wanted, chosen, round]);

  // A camera that comes while there is none is taken at once.
  const broken = opened.problem !== null;
  useEffect(() => {
    if (!wanted || !broken) return undefined;
    navigator.mediaDevices.addEventListener('devicechange', tryAgain);
    return () => navigator.mediaDevices.removeEventListener('devicechange', tryAgain);
  }, [wanted, broken, tryAgain]);

  return {
    ...opened,
    choose: (deviceId) => useCameraSettings.setState({ deviceId }),
    tryAgain,
  };
}

async function openCamera(chosen: string | null): Promise<Opened> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: {
        ...(chosen !== null && { deviceId: { ideal: chosen } }),
        // Beyond any camera: the browser takes the mode that comes nearest, the largest.
        width: { ideal: 7680 },
        height: { ideal: 4320 },
      },
    });
    const devices = await navigator.mediaDevices.enumerateDevices();
    return {
      stream,
      problem: null,
      deviceId: stream.getVideoTracks()[0]?.getSettings().deviceId ?? null,
      cameras: devices
        .filter((device) => device.kind === 'videoinput')
        .map(({ deviceId, label }) => ({ deviceId, label })),
    };
  } catch (error) {
    const problem = error instanceof DOMException ? cameraProblemOf(error.name) : undefined;
    if (problem === undefined) throw error;
    return { ...CLOSED, problem };
  }
}

function release(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
