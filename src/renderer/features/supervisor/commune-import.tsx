import { ErrorNotice } from '../../components/error-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { Panel } from '../../components/panel.tsx';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import { useCall } from '../../station/hooks.ts';
import { FileButton } from './file-button.tsx';
import { useState } from 'react';

/** Brings the list of communes in from a file; the one before stays until the new one is whole. */
export function CommuneImport() {
  const t = useT();
  const formats = useFormats();
  const [imported, setImported] = useState<number | null>(null);
  const { call, pending, error } = useCall('masterData.import');
  const read = async (file: File): Promise<void> => {
    setImported(null);
    const answer = await call({ bytes: new Uint8Array(await file.arrayBuffer()) });
    if (answer.ok) setImported(answer.value.communes);
  };
  return (
    <Panel title={t('connection.communes')}>
      <FileButton
        label={t('connection.communes-file')}
        accept=".json,.jws,.txt"
        pending={pending}
        onFile={(file) => void read(file)}
      />
      <ErrorNotice error={error} />
      {imported !== null && (
        <Notice tone="good">
          <p>{t('connection.communes-done', { count: formats.number(imported) })}</p>
        </Notice>
      )}
    </Panel>
  );
}
