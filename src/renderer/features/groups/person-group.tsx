import type { DossierView } from '../../../contract/views.ts';
import { ageOn, isCalendarDate } from '../../../domain/calendar-date.ts';
import { BLOOD_TYPES, MARITAL_STATUSES, SEXES } from '../../../domain/dossier-data.ts';
import { numberDisagreements } from '../../../domain/number-check.ts';
import { Notice } from '../../components/notice.tsx';
import { Panel } from '../../components/panel.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useToday } from '../../station/use-today.ts';
import { DateField } from './date-field.tsx';
import { ETHNICITIES, RELIGIONS } from './ethnicities.ts';
import { ChoiceField, FieldGrid, SelectField, SuggestField, TextField } from './fields.tsx';
import type { GroupForm } from './use-group-form.ts';

/** Who the citizen is. */
export function PersonGroup({ dossier, form }: { dossier: DossierView; form: GroupForm }) {
  const t = useT();
  const today = useToday();
  const birth = form.text('dateOfBirth');
  const age = isCalendarDate(birth) ? ageOn(birth, today) : null;
  return (
    <>
      <Panel>
        <FieldGrid>
          <TextField
            form={form}
            path="fullName"
            label="field.fullName"
            required
            uppercase
            span={6}
            hint={t('field.fullName-hint')}
          />
          <DateField
            form={form}
            path="dateOfBirth"
            label="field.dateOfBirth"
            span={3}
            hint={age !== null && age >= 0 ? t('field.age', { age }) : t('field.date-hint')}
          />
          <ChoiceField
            form={form}
            path="sex"
            label="field.sex"
            required
            span={3}
            choices={SEXES.map((sex) => ({ value: sex, label: t(`sex.${sex}`) }))}
          />
          <SuggestField
            form={form}
            path="ethnicity"
            label="field.ethnicity"
            required
            span={3}
            pickFirst
            suggestions={ETHNICITIES}
          />
          <SuggestField
            form={form}
            path="religion"
            label="field.religion"
            span={3}
            pickFirst
            suggestions={RELIGIONS}
          />
          <TextField form={form} path="nationality" label="field.nationality" required span={3} />
          <TextField form={form} path="otherName" label="field.otherName" uppercase span={3} />
        </FieldGrid>
        <NumberAgainstPerson dossier={dossier} form={form} />
      </Panel>
      <Panel>
        <FieldGrid>
          <ChoiceField
            form={form}
            path="maritalStatus"
            label="field.maritalStatus"
            required
            span={7}
            choices={MARITAL_STATUSES.map((status) => ({
              value: status,
              label: t(`marital-status.${status}`),
            }))}
          />
          <SelectField
            form={form}
            path="bloodType"
            label="field.bloodType"
            span={2}
            options={BLOOD_TYPES.map((type) => ({
              value: type,
              label: type === 'unknown' ? t('blood-type.unknown') : type,
            }))}
          />
          <TextField
            form={form}
            path="formerNumber"
            label="field.formerNumber"
            inputMode="numeric"
            maxLength={9}
            span={3}
          />
          <TextField form={form} path="occupation" label="field.occupation" span={5} />
          <TextField
            form={form}
            path="distinguishingMarks"
            label="field.distinguishingMarks"
            span={7}
          />
        </FieldGrid>
      </Panel>
    </>
  );
}

/** The number's sex and year of birth against what is typed here; the reason is asked at the review. */
function NumberAgainstPerson({ dossier, form }: { dossier: DossierView; form: GroupForm }) {
  const t = useT();
  const person = { sex: form.text('sex'), dateOfBirth: form.text('dateOfBirth') };
  return numberDisagreements(dossier.citizenNumber, person).map((warning) => (
    <Notice key={warning} tone="warning">
      <p>{t(`citizen-number-warning.${warning}`)}</p>
    </Notice>
  ));
}
