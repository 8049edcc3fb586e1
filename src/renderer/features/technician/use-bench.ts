import { useEffect, useRef, useState } from 'react';
import type { StationError } from '../../../contract/errors.ts';
import type { EventPayload } from '../../../contract/events.ts';
import type { ProcedureOutput } from '../../../contract/procedures.ts';
import { callStation } from '../../station/call-station.ts';
import { useCall, useStationEvent } from '../../station/hooks.ts';

export type TestImage = ProcedureOutput<'devices.testImage'>;
export type DevicePicture = EventPayload<'device.picture'>;

/** What is being done at the device that lies open, one thing at a time. */
export type Work =
  | { readonly kind: 'none' }
  /** A live picture; `image` once it is whole. */
  | { readonly kind: 'live-image'; readonly image: TestImage | null }
  /** The picture of a camera that the window opens itself. */
  | { readonly kind: 'camera' }
  | { readonly kind: 'self-test' }
  /** The technician reads what to do for it first. */
  | { readonly kind: 'calibration-asked' }
  | { readonly kind: 'calibration' };

export interface Bench {
  readonly work: Work;
  /** The device is in use by what is being done. */
  readonly busy: boolean;
  /** What the device sees so far. */
  readonly picture: DevicePicture | null;
  readonly error: StationError | null;
  readonly showLiveImage: () => void;
  readonly showCamera: () => void;
  readonly selfTest: () => void;
  readonly askForCalibration: () => void;
  readonly calibrate: () => void;
  /** Ends what is being done, or puts its result away. */
  readonly putAway: () => void;
}

const NO_WORK: Work = { kind: 'none' };

/** What a technician does at one device: tries it, tests it, calibrates it. Ends when another device is chosen. */
export function useBench(deviceId: string): Bench {
  const [work, setWork] = useState<Work>(NO_WORK);
  const [picture, setPicture] = useState<DevicePicture | null>(null);
  const [error, setError] = useState<StationError | null>(null);
  const testImage = useCall('devices.testImage');
  const selfTest = useCall('devices.selfTest');
  const calibrate = useCall('devices.calibrate');
  const busy = testImage.pending || selfTest.pending || calibrate.pending;
  useStationEvent('device.picture', (seen) => {
    if (seen.deviceId === deviceId) setPicture(seen);
  });
  useStopWhenLeft(busy);

  const begin = (begun: Work): void => {
    setWork(begun);
    setPicture(null);
    setError(null);
  };
  const end = (
    answer: { readonly ok: true } | { readonly ok: false; error: StationError },
  ): void => {
    setWork(NO_WORK);
    if (!answer.ok && answer.error.code !== 'cancelled') setError(answer.error);
  };
  return {
    work,
    busy,
    picture,
    error,
    showLiveImage: () => {
      begin({ kind: 'live-image', image: null });
      void testImage.call({ deviceId }).then((answer) => {
        if (answer.ok) setWork({ kind: 'live-image', image: answer.value });
        else end(answer);
      });
    },
    showCamera: () => begin({ kind: 'camera' }),
    selfTest: () => {
      begin({ kind: 'self-test' });
      void selfTest.call({ deviceId }).then(end);
    },
    askForCalibration: () => begin({ kind: 'calibration-asked' }),
    calibrate: () => {
      begin({ kind: 'calibration' });
      void calibrate.call({ deviceId }).then(end);
    },
    putAway: () => {
      if (busy) void callStation('devices.stopTest', {});
      else begin(NO_WORK);
    },
  };
}

/** A device must not wait for a finger that nobody is asked for any more. */
function useStopWhenLeft(busy: boolean): void {
  const latest = useRef(busy);
  useEffect(() => {
    latest.current = busy;
  });
  useEffect(
    () => () => {
      if (latest.current) void callStation('devices.stopTest', {});
    },
    [],
  );
}
