import { Button } from '@mantine/core';
import { IconCertificate } from '@tabler/icons-react';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Panel } from '../../components/panel.tsx';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import { useCall, useStationQuery } from '../../station/hooks.ts';
import { FileButton } from './file-button.tsx';
import classes from './trust-panel.module.css';

/** Whose certified devices the station believes. */
export function TrustPanel() {
  const t = useT();
  const formats = useFormats();
  const { data: anchors = [], error } = useStationQuery('trust.list', {});
  const add = useCall('trust.add');
  const remove = useCall('trust.remove');
  return (
    <Panel title={t('trust.title')}>
      <p className={classes.lead}>{t('trust.lead')}</p>
      <ErrorNotice error={error ?? add.error ?? remove.error} />
      {anchors.length === 0 && <p className={classes.none}>{t('trust.none')}</p>}
      <ul className={classes.list}>
        {anchors.map(({ name, validUntil, fingerprint }) => (
          <li key={fingerprint} className={classes.anchor}>
            <IconCertificate size={22} aria-hidden="true" />
            <span className={classes.words}>
              <strong>{name}</strong>
              <span className={classes.until}>
                {t('trust.until', { date: formats.date(validUntil) })}
              </span>
            </span>
            <Button
              variant="default"
              size="md"
              disabled={remove.pending}
              aria-label={t('trust.remove-named', { name })}
              onClick={() => void remove.call({ fingerprint })}
            >
              {t('trust.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <FileButton
        label={t('trust.add')}
        accept=".pem,.cer,.crt,.der"
        pending={add.pending}
        onFile={(file) => {
          void file.arrayBuffer().then((bytes) => add.call({ bytes: new Uint8Array(bytes) }));
        }}
      />
    </Panel>
  );
}
