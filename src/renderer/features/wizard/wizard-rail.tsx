import type { DossierView } from '../../../contract/views.ts';
import { StepRail } from '../../components/step-rail.tsx';
import { ActionButton } from '../../components/action-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useCall } from '../../station/hooks.ts';
import { useHotkey } from '../../keyboard/use-hotkey.ts';
import { flushSaves } from '../groups/pending-saves.ts';
import { useDesk } from '../session/desk.ts';
import { stepMarks } from './step-marks.ts';
import { useStepNavigation } from './step-navigation.ts';
import classes from './wizard-rail.module.css';

/** Whose dossier it is, its steps with their marks, and the way out. */
export function WizardRail({ dossier }: { dossier: DossierView }) {
  const t = useT();
  const steps = useStepNavigation(dossier);
  const close = useCall('dossier.close');
  const fullName = dossier.groups['person']?.['fullName'];

  async function leave(then: 'home' | 'new-dossier'): Promise<void> {
    if (!(await flushSaves())) return;
    const answer = await close.call({});
    if (answer.ok && then === 'new-dossier') useDesk.setState({ newDossier: { scanned: null } });
  }
  useHotkey('newDossier', () => void leave('new-dossier'));

  return (
    <div className={classes.side}>
      <div className={classes.whose}>
        <p className={classes.name}>
          {typeof fullName === 'string' && fullName !== '' ? fullName : t('home.no-name-yet')}
        </p>
        <p className={classes.number}>{dossier.citizenNumber}</p>
        <p className={classes.meta}>
          {dossier.dossierNumber}
          <br />
          {t(`application-type.${dossier.applicationType}`)}
          {dossier.version > 1 && ` · ${t('wizard.version', { version: dossier.version })}`}
        </p>
      </div>
      {dossier.returnReason && (
        <div className={classes.returned}>
          <Notice tone="warning" title={t(`wizard.returned-by.${dossier.returnReason.by}`)}>
            <p>{dossier.returnReason.text}</p>
          </Notice>
        </div>
      )}
      <StepRail
        current={dossier.step}
        marks={stepMarks(dossier)}
        closed={dossier.state !== 'draft'}
        onGoTo={steps.goTo}
        foot={
          <div className={classes.foot}>
            <ErrorNotice error={close.error} />
            <ActionButton
              emphasis="quiet"
              hotkey="home"
              label={t(dossier.state === 'draft' ? 'wizard.home' : 'wizard.to-home')}
              pending={close.pending}
              onAct={() => void leave('home')}
            />
          </div>
        }
      />
    </div>
  );
}
