import {
  IconAlertTriangle,
  IconCircleCheck,
  IconHandFinger,
  IconHandOff,
  IconHandStop,
  IconPlugConnectedX,
  IconUserCheck,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { DossierView } from '../../../contract/views.ts';
import { errorSentence } from '../../i18n/error-sentence.ts';
import type { Translate } from '../../i18n/i18n.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { hasAttemptsLeft, stepOf } from './capture-flow.ts';
import { fingerInSentence } from './finger-name.ts';
import type { CaptureFlow } from './use-capture-flow.ts';
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
  fingerprints: DossierView['fingerprints'];
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

const SIZE = 34;

function askWhy(t: Translate, { selected }: CaptureFlow): Phase {
  return {
    tone: 'calm',
    icon: <IconHandOff size={SIZE} />,
    text: t('fingerprints.exception-title', { finger: fingerInSentence(t, selected) }),
  };
}

function phaseOf(
  t: Translate,
  flow: CaptureFlow,
  fingerprints: DossierView['fingerprints'],
): Phase {
  const finger = t(`finger.${flow.selected}`);
  const { problem } = flow;
  switch (flow.activity) {
    case 'waiting-for-device':
      return {
        tone: 'bad',
        icon: <IconPlugConnectedX size={SIZE} />,
        text: t('fingerprints.waiting-for-device', {
          finger: fingerInSentence(t, flow.selected),
        }),
        ...(problem && { detail: errorSentence(t, problem) }),
      };
    case 'between':
      return problem ? failed(t, problem) : resultPhase(t, flow, fingerprints);
    case 'capturing':
      return capturingPhase(t, flow, fingerInSentence(t, flow.selected));
    case 'idle':
      if (problem) return failed(t, problem);
      if (!flow.scannerReady) {
        return {
          tone: 'warning',
          icon: <IconPlugConnectedX size={SIZE} />,
          text: t('fingerprints.no-scanner'),
          detail: t('fingerprints.no-scanner-todo'),
        };
      }
      return fingerprints.complete
        ? { tone: 'good', icon: <IconUserCheck size={SIZE} />, text: t('fingerprints.complete') }
        : {
            tone: 'calm',
            icon: <IconHandFinger size={SIZE} />,
            text: t('fingerprints.ready', { finger }),
          };
  }
}

function failed(t: Translate, problem: NonNullable<CaptureFlow['problem']>): Phase {
  return {
    tone: 'warning',
    icon: <IconAlertTriangle size={SIZE} />,
    text: t('fingerprints.not-taken'),
    detail: errorSentence(t, problem),
  };
}

function resultPhase(
  t: Translate,
  { outcome, selected }: CaptureFlow,
  { steps }: DossierView['fingerprints'],
): Phase {
  const position = outcome?.position ?? selected;
  const values = { finger: t(`finger.${position}`), quality: outcome?.quality ?? 0 };
  if (outcome?.accepted) {
    return {
      tone: 'good',
      icon: <IconCircleCheck size={SIZE} />,
      text: t('fingerprints.accepted', values),
    };
  }
  const again = hasAttemptsLeft(stepOf(steps, position));
  return {
    tone: 'warning',
    icon: <IconAlertTriangle size={SIZE} />,
    text: t(again ? 'fingerprints.weak' : 'fingerprints.weak-kept', values),
  };
}

function capturingPhase(t: Translate, { progress, outcome }: CaptureFlow, finger: string): Phase {
  switch (progress?.phase) {
    case undefined:
    case 'waiting-for-finger':
      return {
        tone: 'act',
        icon: <IconHandFinger size={SIZE} />,
        text: t('fingerprints.place', { finger }),
      };
    case 'reading':
      return {
        tone: 'act',
        icon: <IconHandStop size={SIZE} />,
        text: t('fingerprints.hold', { finger }),
      };
    case 'assessing':
      return {
        tone: 'act',
        icon: <IconHandStop size={SIZE} />,
        text: t('fingerprints.assessing', { finger }),
      };
    case 'lift-finger':
      return {
        tone: 'good',
        icon: <IconHandFinger size={SIZE} />,
        // What still lies on the glass is the finger before.
        text: outcome
          ? t('fingerprints.lift', { finger: fingerInSentence(t, outcome.position) })
          : t('fingerprints.lift-any'),
      };
  }
}
