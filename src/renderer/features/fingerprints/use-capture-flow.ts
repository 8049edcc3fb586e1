import { useCallback, useEffect, useRef, useState } from 'react';
import type { StationError } from '../../../contract/errors.ts';
import type { EventPayload } from '../../../contract/events.ts';
import type { ProcedureOutput } from '../../../contract/procedures.ts';
import type { DeviceView, DossierView } from '../../../contract/views.ts';
import type { FingerTouch } from '../../../domain/capture-plan.ts';
import { isSameTarget, targetOf } from '../../../domain/capture-plan.ts';
import type { PrintTarget } from '../../../domain/print-target.ts';
import { useCall, useStationEvent } from '../../station/hooks.ts';
import type { NextMove } from './capture-flow.ts';
import {
  afterFailure,
  afterPrints,
  FAILURES_IN_A_ROW,
  isDeviceTrouble,
  isReadAnew,
  stepOf,
  targetToGoOn,
  touchIn,
  TRY_AGAIN_MS,
} from './capture-flow.ts';
import { useCaptureSettings } from './capture-settings.ts';
import { useFingerprintScanners } from './use-fingerprint-scanners.ts';

export type Progress = EventPayload<'fingerprint.progress'>;

/** One print of this visit; the dossier itself keeps only the best of a finger. */
export type Attempt = ProcedureOutput<'fingerprint.capture'>['prints'][number];

/** What the last capture brought. */
export interface Outcome {
  readonly target: PrintTarget;
  readonly prints: readonly Attempt[];
}

/** `between`: the result is shown and the next attempt begins by itself. */
export type Activity = 'idle' | 'capturing' | 'between' | 'waiting-for-device';

interface FlowState {
  /** The finger that is chosen; what is taken is the capture that takes this finger. */
  readonly selected: FingerTouch;
  readonly activity: Activity;
  readonly progress: Progress | null;
  /** The picture came damaged, and is read from the scanner once more. */
  readonly readAnew: boolean;
  readonly outcome: Outcome | null;
  readonly problem: StationError | null;
  /** Oldest first. */
  readonly attempts: readonly Attempt[];
  /** The scanner that took the last prints of this visit. */
  readonly takenBy: string | null;
}

export interface CaptureFlow extends FlowState {
  /** The capture that takes the chosen finger; null when the scanner that serves now takes none of it. */
  readonly target: PrintTarget | null;
  /** What is taken when the officer goes on: the chosen capture, the next of the plan when it is finished; null at the end. */
  readonly toTake: PrintTarget | null;
  readonly scanner: DeviceView | null;
  /** A scanner that is plugged in and cannot be used, when no other one serves. */
  readonly troubledScanner: DeviceView | null;
  /** The scanner that serves now, when another one took the last prints. */
  readonly changedScanner: DeviceView | null;
  readonly start: (target: PrintTarget) => void;
  readonly stop: () => void;
  /** Chooses a finger; an attempt that is under way at others is given up. */
  readonly select: (touch: FingerTouch) => void;
  /** After a finger was passed over: chooses the next capture, and takes it when that goes by itself. */
  readonly goOnWith: (target: PrintTarget) => void;
  /** True while the screen works through the fingers by itself. */
  readonly running: boolean;
}

/**
 * Works through the captures of a dossier: takes prints, shows what came of them, and goes on by itself
 * as `capture-flow.ts` says, until the plan is complete or the officer steps in.
 */
export function useCaptureFlow(dossier: DossierView): CaptureFlow {
  const { dossierId, fingerprints } = dossier;
  const [state, setState] = useState<FlowState>(() => firstState(fingerprints));
  const { call: capture } = useCall('fingerprint.capture');
  const { call: cancel } = useCall('fingerprint.cancel');
  const { call: read } = useCall('dossier.get');
  const { serving: scanner, troubled: troubledScanner } = useFingerprintScanners();
  const scannerId = scanner?.deviceId ?? null;
  const latest = useRef({ fingerprints, scannerId });
  useEffect(() => {
    latest.current = { fingerprints, scannerId };
  });
  /** Counts up whenever what was under way is no longer wanted. */
  const run = useRef(0);
  const open = useRef<Promise<unknown> | null>(null);
  const failures = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const selected = chosenIn(fingerprints, state.selected);
  const target = targetOf(fingerprints.targets, selected) ?? null;

  const patch = (change: Partial<FlowState>): void => setState((now) => ({ ...now, ...change }));

  const halt = useCallback((): void => {
    run.current += 1;
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    if (open.current) void cancel({});
  }, [cancel]);

  /** `chosen` stays chosen when the capture takes it, among others. */
  const take = async (wanted: PrintTarget, chosen: FingerTouch): Promise<void> => {
    halt();
    const mine = run.current;
    const touch = takes(wanted, chosen)
      ? chosen
      : touchIn(latest.current.fingerprints.steps, wanted);
    patch({
      selected: touch,
      activity: 'capturing',
      progress: null,
      readAnew: false,
      problem: null,
    });
    await open.current;
    if (mine !== run.current) return;
    const pending = capture({ dossierId, target: wanted });
    open.current = pending;
    const answer = await pending;
    if (open.current === pending) open.current = null;
    if (answer.ok) remember(wanted, answer.value.prints);
    if (mine !== run.current) return;
    const { automatic } = useCaptureSettings.getState();
    if (answer.ok) {
      failures.current = 0;
      const { prints, dossier: now } = answer.value;
      const accepted = prints.every((print) => print.accepted);
      const taken = { target: wanted, accepted, fingerprints: now.fingerprints, automatic };
      const next = afterPrints(taken);
      // Of a slap that is laid down again, the finger that it is for is the one that is looked at.
      if (next.kind === 'capture' && takes(wanted, next.touch)) patch({ selected: next.touch });
      move(next, null);
      return;
    }
    failures.current += 1;
    const { code } = answer.error;
    const now = await fingerprintsAfter(code);
    if (mine !== run.current) return;
    const failure = { code, touch, fingerprints: now, automatic };
    move(
      afterFailure({ ...failure, failuresInARow: failures.current }),
      code === 'cancelled' ? null : answer.error,
    );
  };

  /** A scanner that does not take what was asked is another one than the plan was made for. */
  const fingerprintsAfter = async (
    code: StationError['code'],
  ): Promise<DossierView['fingerprints']> => {
    if (code !== 'device-not-supported') return latest.current.fingerprints;
    const answer = await read({ dossierId });
    return answer.ok ? answer.value.fingerprints : latest.current.fingerprints;
  };

  const goOnAt = (touch: FingerTouch): void => {
    const next = targetToGoOn(latest.current.fingerprints, touch);
    if (next) void take(next, touch);
    else patch({ activity: 'idle', progress: null });
  };

  const remember = (taken: PrintTarget, prints: readonly Attempt[]): void =>
    setState((now) => ({
      ...now,
      outcome: { target: taken, prints },
      attempts: [...now.attempts, ...prints],
      takenBy: latest.current.scannerId ?? now.takenBy,
    }));

  const move = (next: NextMove, problem: StationError | null): void => {
    switch (next.kind) {
      case 'capture':
        patch({ activity: 'between', problem });
        timer.current = setTimeout(() => resume.current(next.touch), next.delayMs);
        break;
      case 'rest':
        failures.current = 0;
        patch({ activity: 'idle', selected: next.touch, problem });
        break;
      case 'wait-for-device':
        patch({ activity: 'waiting-for-device', problem });
        break;
    }
  };

  useStationEvent('fingerprint.progress', (progress) => {
    setState((now) =>
      now.activity === 'capturing' && takes(progress.target, now.selected)
        ? {
            ...now,
            progress: withPictureKept(now.progress, progress),
            readAnew: now.readAnew || isReadAnew(now.progress, progress),
          }
        : now,
    );
  });

  // A scanner that is back goes on at the same finger; one that keeps failing waits for the officer.
  const resume = useRef(goOnAt);
  useEffect(() => {
    resume.current = goOnAt;
  });
  const { activity } = state;
  const { position, impression } = selected;
  useEffect(() => {
    failures.current = 0;
  }, [scannerId]);
  useEffect(() => {
    if (scannerId === null) return undefined;
    if (activity !== 'waiting-for-device' || failures.current >= FAILURES_IN_A_ROW) {
      return undefined;
    }
    const wait = setTimeout(() => resume.current({ position, impression }), TRY_AGAIN_MS);
    return () => clearTimeout(wait);
  }, [scannerId, activity, position, impression]);

  // What was wrong with a scanner is no trouble any more once one serves again, the same or another.
  const scannerIsReady = scanner?.state === 'ready';
  useEffect(() => {
    if (scannerId === null || !scannerIsReady) return;
    setState((now) =>
      now.problem && isDeviceTrouble(now.problem.code) ? { ...now, problem: null } : now,
    );
  }, [scannerId, scannerIsReady]);

  useEffect(() => halt, [halt]);

  const { takenBy } = state;
  return {
    ...state,
    selected,
    target,
    toTake: targetToGoOn(fingerprints, selected),
    scanner,
    troubledScanner,
    changedScanner: takenBy !== null && scannerId !== takenBy ? scanner : null,
    running: activity !== 'idle',
    start: (wanted) => {
      failures.current = 0;
      void take(wanted, selected);
    },
    stop: () => {
      halt();
      patch({ activity: 'idle', progress: null, problem: null });
    },
    goOnWith: (next) => {
      const touch = touchIn(latest.current.fingerprints.steps, next);
      if (useCaptureSettings.getState().automatic && hasBegun(state)) void take(next, touch);
      else patch({ selected: touch });
    },
    select: (touch) => {
      const beside = targetOf(fingerprints.targets, touch);
      if (target && beside && isSameTarget(target, beside)) {
        patch({ selected: touch });
        return;
      }
      halt();
      patch({ selected: touch, activity: 'idle', progress: null, problem: null });
    },
  };
}

function takes(target: PrintTarget, touch: FingerTouch): boolean {
  return targetOf([target], touch) !== undefined;
}

/**
 * What is shown as it comes: until the result is there, and with it where the picture that came row by row is the print
 * itself. What a scanner streamed is only what led to the print.
 */
export function livePicture({ activity, progress }: FlowState): Progress | null {
  if (activity === 'capturing') return progress;
  return activity === 'between' && progress?.pixels ? progress : null;
}

/** The officer has started the prints on this visit; until then nothing starts by itself. */
function hasBegun({ attempts }: FlowState): boolean {
  return attempts.length > 0;
}

const FIRST_FINGER: FingerTouch = { position: 'right-thumb', impression: 'live-plain' };

function firstState({ next, steps }: DossierView['fingerprints']): FlowState {
  return {
    selected: next ? touchIn(steps, next) : FIRST_FINGER,
    activity: 'idle',
    progress: null,
    readAnew: false,
    outcome: null,
    problem: null,
    attempts: [],
    takenBy: null,
  };
}

/** The chosen finger; its plain print when it is rolled no more, since a scanner was swapped. */
function chosenIn({ steps }: DossierView['fingerprints'], selected: FingerTouch): FingerTouch {
  return stepOf(steps, selected) ? selected : { ...selected, impression: 'live-plain' };
}

/** Phases without a picture leave the one that came before on the screen. */
function withPictureKept(before: Progress | null, now: Progress): Progress {
  const hasPicture = now.pixels !== null || now.jpeg !== null;
  if (hasPicture || before === null || now.phase === 'waiting-for-finger') return now;
  const { pixels, jpeg, widthPixels, heightPixels, rowsDone } = before;
  return { ...now, pixels, jpeg, widthPixels, heightPixels, rowsDone };
}
