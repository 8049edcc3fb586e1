import { IconAlertTriangle, IconCheck, IconMinus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { DossierStep } from '../../contract/views.ts';
import { DOSSIER_STEPS } from '../../contract/views.ts';
import { useT } from '../i18n/i18n.tsx';
import classes from './step-rail.module.css';

/** `missing`: begun or passed over, and not complete. `not-needed`: the age rules leave it out. */
export type StepMark = 'open' | 'done' | 'missing' | 'not-needed';

/** The steps of a dossier, each with its mark: sign, word for screen readers, colour. */
export function StepRail({
  current,
  marks,
  closed,
  onGoTo,
  foot,
}: {
  current: DossierStep;
  marks: Readonly<Record<DossierStep, StepMark>>;
  /** True once the dossier has left the line: its steps can be read, not entered. */
  closed: boolean;
  onGoTo: (step: DossierStep) => void;
  foot?: ReactNode;
}) {
  const t = useT();
  return (
    <nav className={classes.rail} aria-label={t('wizard.steps')}>
      <ol className={classes.list}>
        {DOSSIER_STEPS.map((step, index) => (
          <li key={step}>
            <button
              type="button"
              className={classes.step}
              aria-current={step === current ? 'step' : undefined}
              data-mark={marks[step]}
              disabled={closed}
              onClick={() => onGoTo(step)}
            >
              <span className={classes.mark} aria-hidden="true">
                <Mark mark={marks[step]} number={index + 1} />
              </span>
              <span className={classes.name}>{t(`step.${step}`)}</span>
              <span className={classes.spoken}>{t(`step-mark.${marks[step]}`)}</span>
            </button>
          </li>
        ))}
      </ol>
      {foot}
    </nav>
  );
}

function Mark({ mark, number }: { mark: StepMark; number: number }) {
  switch (mark) {
    case 'done':
      return <IconCheck size={17} stroke={3} />;
    case 'missing':
      return <IconAlertTriangle size={17} stroke={2.2} />;
    case 'not-needed':
      return <IconMinus size={17} stroke={2.5} />;
    case 'open':
      return <>{number}</>;
  }
}
