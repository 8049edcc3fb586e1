import type { ReactNode } from 'react';
import type { DossierView } from '../../../contract/views.ts';
import { ActionBar } from '../../components/action-bar.tsx';
import type { Action } from '../../components/action-button.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useStepNavigation } from './step-navigation.ts';

/**
 * A step of a dossier: heading, content, and the bar with "back" and the one next action, which is the
 * next step unless `primary` says what must be done first. "Next step" then stays among the others.
 */
export function StepFrame({
  dossier,
  title,
  lead,
  aside,
  primary,
  others = [],
  note,
  wide = false,
  withNextStep = true,
  children,
}: {
  dossier: DossierView;
  title: string;
  lead?: ReactNode;
  aside?: ReactNode;
  primary?: Action;
  others?: readonly Action[];
  note?: ReactNode;
  wide?: boolean;
  /** False when `primary` is the way to the next step itself. */
  withNextStep?: boolean;
  children: ReactNode;
}) {
  const t = useT();
  const steps = useStepNavigation(dossier);
  const next: Action | undefined = steps.nextStep && {
    label: t('wizard.next', { step: t(`step.${steps.nextStep}`) }),
    onAct: steps.next,
    pending: steps.pending,
  };
  const back: Action | undefined = steps.previousStep && {
    label: t('wizard.back'),
    onAct: steps.back,
  };
  const bar = {
    ...(back && { back }),
    ...(primary ? { primary } : next && { primary: next }),
    others: primary && next && withNextStep ? [...others, next] : others,
    note,
  };
  return (
    <PageFrame title={title} lead={lead} aside={aside} wide={wide} actions={<ActionBar {...bar} />}>
      {children}
    </PageFrame>
  );
}
