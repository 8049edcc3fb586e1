import { ELECTRONIC_IDENTITY_LEVELS } from '../../../domain/dossier-data.ts';
import { Panel } from '../../components/panel.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { CheckField, ChoiceField, FieldGrid, TextField } from './fields.tsx';
import type { GroupForm } from './use-group-form.ts';
import classes from './groups.module.css';

/** The request for an electronic-identity account, made at the same sitting. */
export function ElectronicIdentityGroup({ form }: { form: GroupForm }) {
  const t = useT();
  const asked = form.text('level') !== 'none';
  return (
    <Panel>
      <FieldGrid>
        <ChoiceField
          form={form}
          path="level"
          label="field.electronic-level"
          span={12}
          choices={ELECTRONIC_IDENTITY_LEVELS.map((level) => ({
            value: level,
            label: t(`electronic-level.${level}`),
          }))}
        />
      </FieldGrid>
      {asked && (
        <div className={classes.below}>
          <FieldGrid>
            <TextField
              form={form}
              path="phone"
              label="field.phone"
              required
              inputMode="tel"
              maxLength={13}
              span={5}
              hint={t('field.phone-hint')}
            />
            <TextField form={form} path="email" label="field.email" inputMode="email" span={7} />
            <CheckField form={form} path="consent" label="field.consent" required />
          </FieldGrid>
        </div>
      )}
    </Panel>
  );
}
