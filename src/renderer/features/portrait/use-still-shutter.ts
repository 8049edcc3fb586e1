import { useEffect, useRef, useState } from 'react';
import type { StationError } from '../../../contract/errors.ts';
import type { EventPayload } from '../../../contract/events.ts';
import { useCall, useStationEvent } from '../../station/hooks.ts';

export type Progress = EventPayload<'portrait.progress'>;

export interface StillShutter {
  readonly take: () => void;
  /** Gives up the picture that is under way. */
  readonly stop: () => void;
  readonly pending: boolean;
  /** Of the picture that is under way; null before anything of it has come. */
  readonly progress: Progress | null;
  /** Of the last picture; one that was given up is none. */
  readonly error: StationError | null;
}

/** Takes pictures with the station's still camera. It outlasts the camera: whoever pulled it reads what became of the picture. */
export function useStillShutter(dossierId: string): StillShutter {
  const shutter = useCall('portrait.take');
  const cancel = useCall('portrait.cancel');
  const [progress, setProgress] = useState<Progress | null>(null);
  useStationEvent('portrait.progress', setProgress);
  const stop = (): void => void cancel.call({});
  // Nobody looks at a picture that comes after the officer went to another step.
  const whenLeft = useRef(() => {});
  useEffect(() => {
    whenLeft.current = shutter.pending ? stop : () => {};
  });
  useEffect(() => () => whenLeft.current(), []);
  return {
    take: () => {
      setProgress(null);
      void shutter.call({ dossierId });
    },
    stop,
    pending: shutter.pending,
    progress,
    error: shutter.error?.code === 'cancelled' ? null : shutter.error,
  };
}
