import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ActionButton } from '../../components/action-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Panel } from '../../components/panel.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import { useCall, useStationQuery } from '../../station/hooks.ts';
import { CommuneImport } from './commune-import.tsx';
import { FingerprintSettings } from './fingerprint-settings.tsx';
import { FileButton } from './file-button.tsx';
import { LastProblem } from './last-problem.tsx';
import type { SyncStatus } from './types.ts';
import { TrustPanel } from './trust-panel.tsx';
import classes from './connection-screen.module.css';

/** What holds for the whole station: where the batch goes and when, the lists from there, what is taken. */
export function ConnectionScreen() {
  const t = useT();
  const { data: sync, error } = useStationQuery('sync.status', {});
  return (
    <PageFrame title={t('supervisor.connection')} wide>
      <ErrorNotice error={error} />
      {!sync && !error && <Waiting label={t('connection.reading')} />}
      {sync && (
        <div className={classes.columns}>
          <div>
            <StatePanel sync={sync} />
            <HourPanel key={sync.uploadHour} sync={sync} />
            <CommuneImport />
          </div>
          <div>
            <EnrolPanel key={sync.ministryUrl} sync={sync} />
            <FingerprintSettings />
            <TrustPanel />
          </div>
        </div>
      )}
    </PageFrame>
  );
}

function StatePanel({ sync }: { sync: SyncStatus }) {
  const t = useT();
  return (
    <Panel title={t('connection.state')}>
      {sync.enrolled ? (
        <Notice tone="good" title={t('connection.enrolled')}>
          <p>{sync.ministryUrl}</p>
        </Notice>
      ) : (
        <Notice tone="warning" title={t('connection.not-enrolled')}>
          <p>{t('connection.not-enrolled-todo')}</p>
        </Notice>
      )}
      <div className={classes.gap}>
        <LastProblem code={sync.lastProblem} />
      </div>
    </Panel>
  );
}

function HourPanel({ sync }: { sync: SyncStatus }) {
  const t = useT();
  const formats = useFormats();
  const [uploadHour, setUploadHour] = useState(sync.uploadHour);
  const { call, pending, error } = useCall('sync.setUploadHour');
  return (
    <Panel title={t('connection.hour')}>
      <form
        className={classes.hour}
        onSubmit={(event) => {
          event.preventDefault();
          if (isHour(uploadHour)) void call({ uploadHour });
        }}
      >
        <TextInput
          label={t('connection.hour-label')}
          description={t('connection.hour-form')}
          value={uploadHour}
          inputMode="numeric"
          maxLength={5}
          onChange={(event) => setUploadHour(event.currentTarget.value)}
        />
        <ActionButton
          label={t('connection.save')}
          pending={pending}
          disabled={uploadHour === sync.uploadHour || !isHour(uploadHour)}
          onAct={() => void call({ uploadHour })}
        />
      </form>
      <p className={classes.hint}>
        {sync.nextUploadAt === null
          ? t('day.no-upload-planned')
          : t('day.next-upload', { at: formats.dateTime(sync.nextUploadAt) })}
      </p>
      <ErrorNotice error={error} />
    </Panel>
  );
}

/** `HH:MM` of a day of 24 hours, whatever clock the machine shows. */
function isHour(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

function EnrolPanel({ sync }: { sync: SyncStatus }) {
  const t = useT();
  const [url, setUrl] = useState(sync.ministryUrl === '' ? 'https://' : sync.ministryUrl);
  const [code, setCode] = useState('');
  const [caPem, setCaPem] = useState('');
  const { call, pending, error } = useCall('sync.enrol');
  const complete = /^https:\/\/.+/.test(url) && code.trim() !== '' && caPem.trim() !== '';
  const enrol = (): void => {
    if (complete) void call({ url: url.trim(), code: code.trim(), caPem });
  };
  return (
    <Panel title={t(sync.enrolled ? 'connection.enrol-again' : 'connection.enrol')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          enrol();
        }}
      >
        <TextInput
          label={t('connection.url')}
          value={url}
          inputMode="url"
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <TextInput
          label={t('connection.code')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Textarea
          label={t('connection.ca')}
          description={t('connection.ca-hint')}
          rows={4}
          value={caPem}
          onChange={(event) => setCaPem(event.currentTarget.value)}
        />
        <div className={classes.line}>
          <FileButton
            label={t('connection.ca-file')}
            accept=".pem,.crt,.cer"
            onFile={(file) => void file.text().then(setCaPem)}
          />
          <ActionButton
            label={t('connection.enrol-now')}
            emphasis="primary"
            disabled={!complete}
            pending={pending}
            onAct={enrol}
          />
        </div>
        <ErrorNotice error={error} />
      </form>
    </Panel>
  );
}
