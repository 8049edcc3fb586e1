import { useEffect, useRef, useState } from 'react';
import type { DossierView } from '../../../contract/views.ts';
import type { DataGroup } from '../../../domain/dossier-data.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { StepFrame } from '../wizard/step-frame.tsx';
import { useStepNavigation } from '../wizard/step-navigation.ts';
import { ElectronicIdentityGroup } from './electronic-identity-group.tsx';
import { representativeErrors, noExtraErrors } from './extra-errors.ts';
import { FamilyGroup } from './family-group.tsx';
import { focusFirst, focusFirstOpen, onEnterGoOn } from './field-focus.ts';
import { OriginGroup } from './origin-group.tsx';
import { PersonGroup } from './person-group.tsx';
import { ResidenceGroup } from './residence-group.tsx';
import { SaveMark } from './save-mark.tsx';
import type { GroupForm } from './use-group-form.ts';
import { useGroupForm } from './use-group-form.ts';

/**
 * One group of the form. "Next" first shows what is not right; pressed again it goes on all the same:
 * the step keeps its warning sign and the dossier cannot be confirmed before it is mended.
 */
export function GroupStep({ dossier, group }: { dossier: DossierView; group: DataGroup }) {
  const t = useT();
  const steps = useStepNavigation(dossier);
  const form = useGroupForm(
    dossier,
    group,
    group === 'family' && dossier.representativeRequired ? representativeErrors : noExtraErrors,
  );
  const fields = useRef<HTMLFormElement>(null);
  const [warned, setWarned] = useState(false);
  const wrong = form.wrongPaths;
  const firstWrong = useRef(wrong);

  useEffect(() => {
    if (fields.current) focusFirstOpen(fields.current, firstWrong.current);
  }, []);

  async function next(): Promise<void> {
    form.touchAll();
    if (wrong.length > 0 && !warned) {
      setWarned(true);
      if (fields.current) focusFirst(fields.current, wrong);
      return;
    }
    if (await form.settle()) steps.next();
  }

  const { nextStep } = steps;
  return (
    <StepFrame
      dossier={dossier}
      title={t(`step.${group}`)}
      lead={t(`group-lead.${group}`)}
      aside={<SaveMark state={form.saveState} />}
      withNextStep={false}
      {...(nextStep && {
        primary: {
          label: t('wizard.next', { step: t(`step.${nextStep}`) }),
          pending: steps.pending,
          onAct: () => void next(),
        },
      })}
      note={wrong.length > 0 && warned ? t('wizard.still-wrong', { count: wrong.length }) : null}
    >
      <ErrorNotice error={form.saveError} />
      <form
        ref={fields}
        aria-label={t(`step.${group}`)}
        noValidate
        onSubmit={(event) => event.preventDefault()}
        onKeyDown={onEnterGoOn}
      >
        <Fields dossier={dossier} group={group} form={form} />
      </form>
    </StepFrame>
  );
}

function Fields(props: { dossier: DossierView; group: DataGroup; form: GroupForm }) {
  switch (props.group) {
    case 'person':
      return <PersonGroup {...props} />;
    case 'origin':
      return <OriginGroup {...props} />;
    case 'residence':
      return <ResidenceGroup {...props} />;
    case 'family':
      return <FamilyGroup {...props} />;
    case 'electronicIdentity':
      return <ElectronicIdentityGroup {...props} />;
  }
}
