import { IconPackageExport } from '@tabler/icons-react';
import { useState } from 'react';
import type { StationError } from '../../../contract/errors.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Panel } from '../../components/panel.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { callStation } from '../../station/call-station.ts';
import { saveBundle } from '../../station/deliver-file.ts';
import { CommuneImport } from '../supervisor/commune-import.tsx';
import classes from './upkeep-screen.module.css';

/** What a technician brings away from the station, and what is brought to it. */
export function UpkeepScreen() {
  const t = useT();
  return (
    <PageFrame title={t('technician.upkeep')}>
      <div className={classes.columns}>
        <BundlePanel />
        <CommuneImport />
      </div>
    </PageFrame>
  );
}

type Saving =
  | { readonly kind: 'none' | 'pending' | 'saved' }
  | { readonly kind: 'failed'; readonly error: StationError };

/** Everything about machine, devices and incidents as one file, for whoever helps from afar. */
function BundlePanel() {
  const t = useT();
  const [saving, setSaving] = useState<Saving>({ kind: 'none' });
  const save = async (): Promise<void> => {
    setSaving({ kind: 'pending' });
    const bundle = await callStation('devices.bundle', {});
    const answer = bundle.ok ? await saveBundle(bundle.value) : bundle;
    if (!answer.ok) setSaving({ kind: 'failed', error: answer.error });
    else setSaving({ kind: answer.value.delivered ? 'saved' : 'none' });
  };
  return (
    <Panel title={t('bundle.title')}>
      <p className={classes.words}>{t('bundle.what')}</p>
      <p className={classes.words}>{t('bundle.no-people')}</p>
      <ActionButton
        label={t('bundle.save')}
        hotkey="primary"
        emphasis="primary"
        icon={<IconPackageExport size={20} aria-hidden="true" />}
        pending={saving.kind === 'pending'}
        onAct={() => void save()}
      />
      {saving.kind === 'failed' && <ErrorNotice error={saving.error} />}
      {saving.kind === 'saved' && (
        <Notice tone="good">
          <p>{t('bundle.saved')}</p>
        </Notice>
      )}
    </Panel>
  );
}
