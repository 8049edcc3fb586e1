import {
  IconAlertTriangle,
  IconCircleCheck,
  IconHandFinger,
  IconHandOff,
  IconHandStop,
  IconPlugConnected,
  IconPlugConnectedX,
  IconUserCheck,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { DeviceView, DossierView } from '../../../contract/views.ts';
import type { PrintTarget } from '../../../domain/print-target.ts';
import { errorSentence } from '../../i18n/error-sentence.ts';
import type { Translate } from '../../i18n/i18n.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { exceptedIn, isUnfinished } from './capture-flow.ts';
import { fingerInSentence, fingersInSentence, inSentence, targetName } from './finger-name.ts';
import type { CaptureFlow, Outcome } from './use-capture-flow.ts';
import classes from './phase-banner.module.css';

type Tone = 'act' | 'calm' | 'good' | 'warning' | 'bad';

interface Phase {
  readonly tone: Tone;
  readonly icon: ReactNode;
  readonly text: string;
  readonly detail?: string;
}

/** What citizen and officer do now, in one large sentence; read out when it changes. */
export function PhaseBanner({
  flow,
  fingerprints,
  excepting,
}: {
  flow: CaptureFlow;
  fingerprints: Fingerprints;
  /** The officer is being asked why the finger cannot be taken. */
  excepting: boolean;
}) {
  const t = useT();
  const phase = excepting ? askWhy(t, flow) : phaseOf(t, flow, fingerprints);
  return (
    <div className={classes.banner} data-tone={phase.tone} role="status" data-phase={flow.activity}>
      <span className={classes.icon} aria-hidden="true">
        {phase.icon}
      </span>
      <span className={classes.words}>
        <span className={classes.text}>{phase.text}</span>
        {phase.detail !== undefined && <span className={classes.detail}>{phase.detail}</span>}
      </span>
    </div>
  );
}

type Fingerprints = DossierView['fingerprints'];

const SIZE = 34;

function askWhy(t: Translate, { selected }: CaptureFlow): Phase {
  return {
    tone: 'calm',
    icon: <IconHandOff size={SIZE} />,
    text: t('fingerprints.exception-title', { finger: fingerInSentence(t, selected.position) }),
  };
}

function phaseOf(t: Translate, flow: CaptureFlow, fingerprints: Fingerprints): Phase {
  const { problem } = flow;
  const name = nameOf(t, flow.toTake, fingerprints);
  switch (flow.activity) {
    case 'waiting-for-device':
      if (!problem && flow.scanner) {
        return {
          tone: 'calm',
          icon: <IconPlugConnected size={SIZE} />,
          text: t('fingerprints.scanner-back', { finger: inSentence(name) }),
        };
      }
      return {
        tone: 'bad',
        icon: <IconPlugConnectedX size={SIZE} />,
        text: t('fingerprints.waiting-for-device', { finger: inSentence(name) }),
        ...(problem && { detail: errorSentence(t, problem) }),
      };
    case 'between':
      if (problem || !flow.outcome) return failed(t, problem);
      return resultPhase(t, flow.outcome, fingerprints);
    case 'capturing':
      return capturingPhase(t, flow, fingerprints);
    case 'idle':
      if (problem) return failed(t, problem);
      if (fingerprints.complete) {
        const icon = <IconUserCheck size={SIZE} />;
        return { tone: 'good', icon, text: t('fingerprints.complete') };
      }
      if (!flow.scanner) return noScanner(t, flow.troubledScanner);
      return {
        tone: 'calm',
        icon: <IconHandFinger size={SIZE} />,
        text: t('fingerprints.ready', { finger: name }),
      };
  }
}

function noScanner(t: Translate, troubled: DeviceView | null): Phase {
  const icon = <IconPlugConnectedX size={SIZE} />;
  if (troubled?.problem) {
    const detail = errorSentence(t, { code: troubled.problem });
    return { tone: 'bad', icon, text: t('fingerprints.scanner-troubled'), detail };
  }
  return {
    tone: 'warning',
    icon,
    text: t('fingerprints.no-scanner'),
    detail: t('fingerprints.no-scanner-todo'),
  };
}

function nameOf(t: Translate, target: PrintTarget | null, { steps }: Fingerprints): string {
  return target ? targetName(t, target, exceptedIn(steps)) : '';
}

function failed(t: Translate, problem: CaptureFlow['problem']): Phase {
  return {
    tone: 'warning',
    icon: <IconAlertTriangle size={SIZE} />,
    text: t('fingerprints.not-taken'),
    ...(problem && { detail: errorSentence(t, problem) }),
  };
}

function resultPhase(t: Translate, { target, prints }: Outcome, fingerprints: Fingerprints): Phase {
  const finger = nameOf(t, target, fingerprints);
  const weak = prints.filter(({ accepted }) => !accepted);
  const [first] = prints;
  if (weak.length === 0) {
    return {
      tone: 'good',
      icon: <IconCircleCheck size={SIZE} />,
      text:
        target.kind === 'slap'
          ? t('fingerprints.accepted-slap', { slap: finger })
          : t('fingerprints.accepted', { finger, quality: first?.quality ?? 0 }),
    };
  }
  const again = isUnfinished(fingerprints.steps, target);
  return {
    tone: 'warning',
    icon: <IconAlertTriangle size={SIZE} />,
    text:
      target.kind === 'slap'
        ? t(again ? 'fingerprints.weak-slap' : 'fingerprints.weak-kept-slap', {
            slap: inSentence(finger),
            fingers: fingersInSentence(
              t,
              weak.map(({ position }) => position),
            ),
          })
        : t(again ? 'fingerprints.weak' : 'fingerprints.weak-kept', {
            finger,
            quality: first?.quality ?? 0,
          }),
  };
}

function capturingPhase(t: Translate, flow: CaptureFlow, fingerprints: Fingerprints): Phase {
  const { progress, outcome, target } = flow;
  const finger = inSentence(nameOf(t, target, fingerprints));
  const rolled = target?.kind === 'single' && target.impression === 'live-rolled';
  switch (progress?.phase) {
    case undefined:
      return {
        tone: 'calm',
        icon: <IconPlugConnected size={SIZE} />,
        text: t('fingerprints.calling'),
      };
    case 'waiting-for-finger':
    case 'preview':
      return {
        tone: 'act',
        icon: <IconHandFinger size={SIZE} />,
        text: rolled
          ? t('fingerprints.place-rolled', { finger: fingerInSentence(t, target.position) })
          : t('fingerprints.place', { finger }),
      };
    case 'reading':
      return {
        tone: 'act',
        icon: <IconHandStop size={SIZE} />,
        text: t(rolled ? 'fingerprints.hold-rolled' : 'fingerprints.hold', { finger }),
        ...(flow.readAnew && { detail: t('fingerprints.read-anew') }),
      };
    case 'assessing':
      return {
        tone: 'act',
        icon: <IconHandStop size={SIZE} />,
        text: t('fingerprints.assessing'),
      };
    case 'lift-finger':
      return {
        tone: 'good',
        icon: <IconHandFinger size={SIZE} />,
        text: liftText(t, outcome),
      };
  }
}

/** What still lies on the glass are the fingers before. */
function liftText(t: Translate, outcome: Outcome | null): string {
  if (!outcome) return t('fingerprints.lift-any');
  const { target } = outcome;
  return target.kind === 'slap'
    ? t('fingerprints.lift-hand')
    : t('fingerprints.lift', { finger: fingerInSentence(t, target.position) });
}
