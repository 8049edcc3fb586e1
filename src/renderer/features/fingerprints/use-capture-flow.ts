import { useCallback, useEffect, useRef, useState } from 'react';
import type { StationError } from '../../../contract/errors.ts';
import type { EventPayload } from '../../../contract/events.ts';
import type { DossierView } from '../../../contract/views.ts';
import type { FingerPosition } from '../../../domain/finger-position.ts';
import { useCall, useStationEvent, useStationQuery } from '../../station/hooks.ts';
import { useLink } from '../../station/link.ts';
import type { NextMove } from './capture-flow.ts';
import { afterFailure, afterPrint, FAILURES_IN_A_ROW, TRY_AGAIN_MS } from './capture-flow.ts';
import { useCaptureSettings } from './capture-settings.ts';

export type Progress = EventPayload<'fingerprint.progress'>;

/** One print of this visit; the dossier itself keeps only the best of a finger. */
export interface Attempt {
  readonly captureId: string;
  readonly quality: number;
  readonly reasons: readonly string[];
  readonly accepted: boolean;
}

export interface Outcome extends Attempt {
  readonly position: FingerPosition;
}

/** `between`: the result is shown and the next attempt begins by itself. */
export type Activity = 'idle' | 'capturing' | 'between' | 'waiting-for-device';

interface FlowState {
  readonly selected: FingerPosition;
  readonly activity: Activity;
  readonly progress: Progress | null;
  readonly outcome: Outcome | null;
  readonly problem: StationError | null;
  readonly attempts: Readonly<Partial<Record<FingerPosition, readonly Attempt[]>>>;
}

export interface CaptureFlow extends FlowState {
  readonly scannerReady: boolean;
  readonly start: (position?: FingerPosition) => void;
  readonly stop: () => void;
  /** Chooses a finger; an attempt that is under way is given up. */
  readonly select: (position: FingerPosition) => void;
  /** After a finger was passed over: chooses the next one, and takes it when that goes by itself. */
  readonly goOnWith: (position: FingerPosition) => void;
  /** True while the screen works through the fingers by itself. */
  readonly running: boolean;
}

/**
 * Works through the fingers of a dossier: takes a print, shows what came of it, and goes on by itself
 * as `capture-flow.ts` says, until the plan is complete or the officer steps in.
 */
export function useCaptureFlow(dossier: DossierView): CaptureFlow {
  const { dossierId, fingerprints } = dossier;
  const [state, setState] = useState<FlowState>(() => firstState(fingerprints));
  const { call: capture } = useCall('fingerprint.capture');
  const { call: cancel } = useCall('fingerprint.cancel');
  const scannerReady = useScannerReady();
  const latest = useRef(fingerprints);
  useEffect(() => {
    latest.current = fingerprints;
  });
  /** Counts up whenever what was under way is no longer wanted. */
  const run = useRef(0);
  const open = useRef<Promise<unknown> | null>(null);
  const failures = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const patch = (change: Partial<FlowState>): void => setState((now) => ({ ...now, ...change }));

  const halt = useCallback((): void => {
    run.current += 1;
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    if (open.current) void cancel({});
  }, [cancel]);

  const take = async (position: FingerPosition): Promise<void> => {
    halt();
    const mine = run.current;
    patch({ selected: position, activity: 'capturing', progress: null, problem: null });
    await open.current;
    if (mine !== run.current) return;
    const pending = capture({ dossierId, position });
    open.current = pending;
    const answer = await pending;
    if (open.current === pending) open.current = null;
    if (answer.ok) remember(position, answer.value);
    if (mine !== run.current) return;
    const { automatic } = useCaptureSettings.getState();
    if (answer.ok) {
      failures.current = 0;
      const { accepted, dossier: now } = answer.value;
      move(afterPrint({ position, accepted, fingerprints: now.fingerprints, automatic }), null);
      return;
    }
    failures.current += 1;
    const { code } = answer.error;
    const failure = { code, position, fingerprints: latest.current, automatic };
    move(
      afterFailure({ ...failure, failuresInARow: failures.current }),
      code === 'cancelled' ? null : answer.error,
    );
  };

  const remember = (position: FingerPosition, print: Attempt): void => {
    const { captureId, quality, reasons, accepted } = print;
    const attempt = { captureId, quality, reasons, accepted };
    setState((now) => ({
      ...now,
      outcome: { ...attempt, position },
      attempts: { ...now.attempts, [position]: [...(now.attempts[position] ?? []), attempt] },
    }));
  };

  const move = (next: NextMove, problem: StationError | null): void => {
    switch (next.kind) {
      case 'capture':
        patch({ activity: 'between', problem });
        timer.current = setTimeout(() => void take(next.position), next.delayMs);
        break;
      case 'rest':
        failures.current = 0;
        patch({ activity: 'idle', selected: next.position, problem });
        break;
      case 'wait-for-device':
        patch({ activity: 'waiting-for-device', problem });
        break;
    }
  };

  useStationEvent('fingerprint.progress', (progress) => {
    setState((now) =>
      now.activity === 'capturing' && now.selected === progress.position
        ? { ...now, progress: withRowsKept(now.progress, progress) }
        : now,
    );
  });

  // A scanner that is back goes on at the same finger; one that keeps failing waits for the officer.
  const resume = useRef(take);
  useEffect(() => {
    resume.current = take;
  });
  const { activity, selected } = state;
  useEffect(() => {
    if (!scannerReady) {
      failures.current = 0;
      return undefined;
    }
    if (activity !== 'waiting-for-device' || failures.current >= FAILURES_IN_A_ROW) {
      return undefined;
    }
    const wait = setTimeout(() => void resume.current(selected), TRY_AGAIN_MS);
    return () => clearTimeout(wait);
  }, [scannerReady, activity, selected]);

  useEffect(() => halt, [halt]);

  return {
    ...state,
    scannerReady,
    running: activity !== 'idle',
    start: (position = selected) => {
      failures.current = 0;
      void take(position);
    },
    stop: () => {
      halt();
      patch({ activity: 'idle', progress: null, problem: null });
    },
    goOnWith: (position) => {
      if (useCaptureSettings.getState().automatic && hasBegun(state)) void take(position);
      else patch({ selected: position });
    },
    select: (position) => {
      halt();
      patch({ selected: position, activity: 'idle', progress: null, problem: null });
    },
  };
}

/** The officer has started the prints on this visit; until then nothing starts by itself. */
function hasBegun({ attempts }: FlowState): boolean {
  return Object.keys(attempts).length > 0;
}

function firstState(fingerprints: DossierView['fingerprints']): FlowState {
  return {
    selected: fingerprints.next ?? 'right-thumb',
    activity: 'idle',
    progress: null,
    outcome: null,
    problem: null,
    attempts: {},
  };
}

/** Phases without a picture leave the one that came before on the screen. */
function withRowsKept(before: Progress | null, now: Progress): Progress {
  if (now.pixels !== null || before === null || now.phase === 'waiting-for-finger') return now;
  const { pixels, widthPixels, heightPixels, rowsDone } = before;
  return { ...now, pixels, widthPixels, heightPixels, rowsDone };
}

/** Whether a fingerprint scanner can be used now; false as well while the station is down. */
function useScannerReady(): boolean {
  const { data: devices = [] } = useStationQuery('devices.list', {});
  const stationUp = useLink((link) => link.up);
  return (
    stationUp && devices.some((device) => device.role === 'fingerprint' && device.state === 'ready')
  );
}
