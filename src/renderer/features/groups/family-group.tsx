import type { DossierView } from '../../../contract/views.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Panel } from '../../components/panel.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { FieldGrid, SuggestField, TextField } from './fields.tsx';
import { textAt, valueAt } from './group-data.ts';
import type { GroupForm } from './use-group-form.ts';
import classes from './groups.module.css';

const RELATIVES = ['father', 'mother', 'spouse'] as const;
type Relative = (typeof RELATIVES)[number] | 'representative';

/** Written into the record as on the paper form, whatever the language of the screen. */
const RELATIONS = ['Cha', 'Mẹ', 'Người giám hộ', 'Ông', 'Bà', 'Anh', 'Chị'];
const VIETNAM = 'Việt Nam';

/** Parents and spouse; under 14 the representative who is present. */
export function FamilyGroup({ dossier, form }: { dossier: DossierView; form: GroupForm }) {
  const t = useT();
  const { representativeRequired } = dossier;
  const relatives = RELATIVES.filter((who) => who !== 'spouse' || !representativeRequired);
  return (
    <>
      <Panel>
        {relatives.map((who) => (
          <div key={who} className={classes.row}>
            <RelativeFields form={form} who={who} />
          </div>
        ))}
      </Panel>
      <Panel
        title={
          representativeRequired ? t('family.representative') : t('family.representative-optional')
        }
        aside={representativeRequired && <CopyParents form={form} />}
      >
        {representativeRequired && (
          <div className={classes.above}>
            <Notice>
              <p>{t('family.representative-rule')}</p>
            </Notice>
          </div>
        )}
        <RepresentativeFields form={form} required={representativeRequired} />
      </Panel>
    </>
  );
}

function RepresentativeFields({ form, required }: { form: GroupForm; required: boolean }) {
  return (
    <>
      <RelativeFields form={form} who="representative" required={required} />
      <div className={classes.below}>
        <FieldGrid>
          <SuggestField
            form={form}
            path="representativeRelation"
            label="field.representativeRelation"
            required={required}
            span={5}
            suggestions={RELATIONS}
          />
        </FieldGrid>
      </div>
    </>
  );
}

function CopyParents({ form }: { form: GroupForm }) {
  const t = useT();
  function copy(who: 'father' | 'mother', relation: string): void {
    form.set('representative', valueAt(form.data, who));
    form.set('representativeRelation', relation);
  }
  return (
    <div className={classes.copies}>
      <ActionButton
        label={t('family.is-father')}
        disabled={textAt(form.data, 'father.fullName') === ''}
        onAct={() => copy('father', 'Cha')}
      />
      <ActionButton
        label={t('family.is-mother')}
        disabled={textAt(form.data, 'mother.fullName') === ''}
        onAct={() => copy('mother', 'Mẹ')}
      />
    </div>
  );
}

function RelativeFields({
  form,
  who,
  required = false,
}: {
  form: GroupForm;
  who: Relative;
  required?: boolean;
}) {
  const named = form.text(`${who}.fullName`) !== '';
  return (
    <FieldGrid>
      <TextField
        form={withNationality(form, who)}
        path={`${who}.fullName`}
        label={`relative.${who}`}
        required={required}
        uppercase
        span={5}
      />
      <TextField
        form={form}
        path={`${who}.citizenNumber`}
        label={`relative.${who}-number`}
        inputMode="numeric"
        maxLength={12}
        span={4}
      />
      <TextField
        form={form}
        path={`${who}.nationality`}
        label={`relative.${who}-nationality`}
        disabled={!named}
        span={3}
      />
    </FieldGrid>
  );
}

/** A relative who gets a name gets the usual nationality with it. */
function withNationality(form: GroupForm, who: Relative): GroupForm {
  return {
    ...form,
    set: (path, value) => {
      form.set(path, value);
      const nationality = `${who}.nationality`;
      if (value === '') form.set(nationality, '');
      else if (form.text(nationality) === '') form.set(nationality, VIETNAM);
    },
  };
}
