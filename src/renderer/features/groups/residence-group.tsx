import { useDebouncedValue } from '@mantine/hooks';
import { Panel } from '../../components/panel.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useStationQuery } from '../../station/hooks.ts';
import { CheckField, FieldGrid, SelectField, SuggestField, TextField } from './fields.tsx';
import { emptyAddress, valueAt } from './group-data.ts';
import { PROVINCE_OPTIONS } from './provinces.ts';
import type { GroupForm } from './use-group-form.ts';

/** Permanent residence, and where the citizen lives now when that is elsewhere. */
export function ResidenceGroup({ form }: { form: GroupForm }) {
  const t = useT();
  const same = form.value('currentSameAsPermanent') === true;
  return (
    <>
      <Panel title={t('residence.permanent')}>
        <AddressFields form={form} path="permanent" />
      </Panel>
      <Panel title={t('residence.current')}>
        <CheckField
          form={form}
          path="currentSameAsPermanent"
          label="residence.same"
          onChecked={(checked) => {
            const kept = valueAt(form.data, 'current');
            form.set('current', checked ? null : (kept ?? emptyAddress()));
          }}
        />
        {!same && <AddressFields form={form} path="current" />}
      </Panel>
    </>
  );
}

const SEARCH_PAUSE_MS = 120;
const SUGGESTIONS = 30;

function AddressFields({ form, path }: { form: GroupForm; path: 'permanent' | 'current' }) {
  const t = useT();
  const provinceCode = form.text(`${path}.provinceCode`);
  const communeName = form.text(`${path}.communeName`);
  const [query] = useDebouncedValue(communeName, SEARCH_PAUSE_MS);
  const communes = useStationQuery(
    'communes.search',
    {
      provinceCode,
      // A commune that was chosen does not hide its neighbours.
      query: form.text(`${path}.communeCode`) === '' ? query : '',
      limit: SUGGESTIONS,
    },
    { enabled: provinceCode !== '', keepWhileChanging: true },
  );
  const found = provinceCode === '' ? [] : (communes.data ?? []);
  return (
    <FieldGrid>
      <SelectField
        form={form}
        path={`${path}.provinceCode`}
        label="field.province"
        required
        span={4}
        options={PROVINCE_OPTIONS}
        onChosen={(code) => {
          if (code === provinceCode) return;
          form.set(`${path}.communeCode`, '');
          form.set(`${path}.communeName`, '');
        }}
      />
      <SuggestField
        form={form}
        path={`${path}.communeName`}
        label="field.commune"
        required
        span={4}
        filtered
        pickFirst
        hint={found.length > 0 ? t('residence.commune-hint') : t('residence.commune-free')}
        suggestions={[...new Set(found.map((commune) => commune.name))]}
        onText={(text) => {
          const chosen = found.find((commune) => commune.name === text);
          form.set(`${path}.communeCode`, chosen?.code ?? '');
        }}
      />
      <TextField
        form={form}
        path={`${path}.detail`}
        label="field.address-detail"
        span={4}
        hint={t('residence.detail-hint')}
      />
    </FieldGrid>
  );
}
