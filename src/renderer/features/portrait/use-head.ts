import { useState } from 'react';
import type { Answer } from '../../../contract/channel.ts';
import type { StationError } from '../../../contract/errors.ts';
import type { ProcedureOutput } from '../../../contract/procedures.ts';
import type { HeadView } from '../../../contract/views.ts';
import type { UvcCamera } from '../../../devices/drivers/uvc-camera.ts';
import { CENTRING_TURNS } from '../../../domain/head-centring.ts';
import { callStation } from '../../station/call-station.ts';
import { useStationQuery } from '../../station/hooks.ts';

export type CentringResult = Exclude<ProcedureOutput<'head.centre'>['state'], 'turned'>;

export type HeadActivity = 'idle' | 'moving' | 'centring';

export interface Head {
  readonly activity: HeadActivity;
  /** What came of the last centring. */
  readonly result: CentringResult | null;
  readonly error: StationError | null;
  /** Turns by so many steps, right and up; a step is a tenth of what the camera sees. */
  readonly turn: (right: number, up: number) => void;
  /** Zooms by so many steps, in when positive. */
  readonly zoom: (steps: number) => void;
  readonly stop: () => void;
  readonly centre: () => void;
}

/** Wide enough for the station to find a head in, small enough to be sent at once. */
const LOOK_WIDTH_PIXELS = 320;
/** What the camera shows now left the lens a moment ago: the picture after a turn is not looked at before. */
const PICTURE_DELAY_MS = 300;
/** A step at the wide end, and how much smaller it is at the other. */
const WIDEST_STEP_DEGREES = 4;
const STEP_SHRINKS_BY = 8;
const ZOOM_STEP = 0.08;

/** The camera head that serves; null when there is none. @param camera to look for the face with */
export function useHead(camera: UvcCamera | null): Head | null {
  const { data: devices = [] } = useStationQuery('devices.list', {});
  const [state, setState] = useState<Pick<Head, 'activity' | 'result' | 'error'>>({
    activity: 'idle',
    result: null,
    error: null,
  });
  const isThere = devices.some(({ role, serving }) => role === 'camera-head' && serving);
  if (!isThere) return null;

  const act = async (
    activity: Exclude<HeadActivity, 'idle'>,
    work: () => Promise<Answer<CentringResult | null>>,
  ): Promise<void> => {
    if (state.activity !== 'idle') return;
    setState({ activity, result: null, error: null });
    const answer = await work();
    const stopped = !answer.ok && answer.error.code === 'cancelled';
    setState({
      activity: 'idle',
      result: answer.ok ? answer.value : null,
      error: answer.ok || stopped ? null : answer.error,
    });
  };
  return {
    ...state,
    turn: (right, up) => void act('moving', () => turnBy(right, up)),
    zoom: (steps) => void act('moving', () => zoomBy(steps)),
    stop: () => void callStation('head.stop', {}),
    centre: () => {
      if (camera) void act('centring', () => centreBy(camera));
    },
  };
}

async function turnBy(right: number, up: number): Promise<Answer<null>> {
  const now = await callStation('head.position', {});
  if (!now.ok) return now;
  const step = WIDEST_STEP_DEGREES / (1 + (STEP_SHRINKS_BY - 1) * now.value.zoom);
  return done(await callStation('head.move', { panDegrees: right * step, tiltDegrees: up * step }));
}

async function zoomBy(steps: number): Promise<Answer<null>> {
  const now = await callStation('head.position', {});
  if (!now.ok) return now;
  const zoom = Math.min(1, Math.max(0, now.value.zoom + steps * ZOOM_STEP));
  return done(await callStation('head.zoom', { zoom }));
}

/** Looks, lets the station turn the head, and looks again, until the head is in its place or the turns are used up. */
async function centreBy(camera: UvcCamera): Promise<Answer<CentringResult>> {
  for (let turnsDone = 0; ; turnsDone += 1) {
    const look = await camera.look(LOOK_WIDTH_PIXELS);
    if (!look.ok) return { ok: false, error: { code: 'device-no-answer' } };
    const picture = look.value;
    const answer = await callStation('head.centre', { picture, turnsDone });
    if (!answer.ok) return answer;
    const { state } = answer.value;
    if (state !== 'turned') return { ok: true, value: state };
    if (turnsDone >= CENTRING_TURNS) throw new Error('the station turned once more than it may');
    await new Promise((resolve) => setTimeout(resolve, PICTURE_DELAY_MS));
  }
}

function done(answer: Answer<HeadView>): Answer<null> {
  return answer.ok ? { ok: true, value: null } : answer;
}
