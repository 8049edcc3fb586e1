import { ActionButton } from '../../components/action-button.tsx';
import { Panel } from '../../components/panel.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { FieldGrid, SuggestField } from './fields.tsx';
import { PROVINCE_NAMES } from './provinces.ts';
import type { GroupForm } from './use-group-form.ts';
import classes from './groups.module.css';

/** Where the citizen was born, registered, and comes from: old units and foreign ones are typed freely. */
export function OriginGroup({ form }: { form: GroupForm }) {
  const t = useT();
  function copy(): void {
    const place = form.text('placeOfBirth');
    if (form.text('birthRegistrationPlace') === '') form.set('birthRegistrationPlace', place);
    form.set('hometown', place);
  }
  return (
    <Panel>
      <FieldGrid>
        <SuggestField
          form={form}
          path="placeOfBirth"
          label="field.placeOfBirth"
          required
          span={12}
          openOnFocus={false}
          suggestions={PROVINCE_NAMES}
        />
        <SuggestField
          form={form}
          path="birthRegistrationPlace"
          label="field.birthRegistrationPlace"
          required
          span={12}
          openOnFocus={false}
          suggestions={PROVINCE_NAMES}
        />
        <SuggestField
          form={form}
          path="hometown"
          label="field.hometown"
          required
          span={12}
          openOnFocus={false}
          suggestions={PROVINCE_NAMES}
        />
      </FieldGrid>
      <div className={classes.below}>
        <ActionButton
          label={t('origin.copy')}
          hotkey="copy"
          disabled={form.text('placeOfBirth').trim() === ''}
          onAct={copy}
        />
      </div>
    </Panel>
  );
}
