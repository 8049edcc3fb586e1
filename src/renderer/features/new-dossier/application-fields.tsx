import { ChoiceRow } from '../../components/choice-row.tsx';
import { useT } from '../../i18n/i18n.tsx';
import type { AgeRange, ApplicationChoice } from './application-choice.ts';
import { fittingReasons, fittingTypes } from './application-choice.ts';
import classes from './application-fields.module.css';

/** What the citizen asks for and the legal reason, only those that fit the age. */
export function ApplicationFields({
  age,
  choice,
  onChange,
}: {
  age: AgeRange;
  choice: ApplicationChoice;
  onChange: (choice: ApplicationChoice) => void;
}) {
  const t = useT();
  return (
    <div className={classes.fields}>
      <ChoiceRow
        legend={t('new-dossier.type')}
        value={choice.type}
        choices={fittingTypes(age).map((type) => ({
          value: type,
          label: t(`application-type.${type}`),
        }))}
        onChange={(type) => {
          const reason = fittingReasons(type, age)[0];
          if (reason) onChange({ type, reason });
        }}
      />
      <ChoiceRow
        legend={t('new-dossier.reason')}
        column
        value={choice.reason}
        choices={fittingReasons(choice.type, age).map((reason) => ({
          value: reason,
          label: t(`legal-reason.${reason}`),
        }))}
        onChange={(reason) => onChange({ ...choice, reason })}
      />
    </div>
  );
}
