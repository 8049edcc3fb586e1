import { Switch } from '@mantine/core';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Panel } from '../../components/panel.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useCall, useStationQuery } from '../../station/hooks.ts';

/** Whether rolled prints are taken where the scanner can roll. */
export function FingerprintSettings() {
  const t = useT();
  const { data: settings, error } = useStationQuery('fingerprint.settings', {});
  const { call, pending, error: refused } = useCall('fingerprint.setRolledPrints');
  return (
    <Panel title={t('step.fingerprints')}>
      <ErrorNotice error={error ?? refused} />
      {settings && (
        <Switch
          size="md"
          label={t('fingerprint-settings.rolled')}
          description={t('fingerprint-settings.rolled-meaning')}
          checked={settings.rolledPrints === 'when-possible'}
          disabled={pending}
          onChange={(event) => {
            const rolledPrints = event.currentTarget.checked ? 'when-possible' : 'off';
            void call({ rolledPrints });
          }}
        />
      )}
    </Panel>
  );
}
