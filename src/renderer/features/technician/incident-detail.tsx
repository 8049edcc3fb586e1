import { Button } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { DeviceView, IncidentView } from '../../../contract/views.ts';
import { reasonText } from '../../i18n/reason-text.ts';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import { incidentDevice, troubleWords } from './device-words.ts';
import { layOpen } from './technician-view.ts';
import { WhatWasDoneForm } from './what-was-done-form.tsx';
import classes from './incident-detail.module.css';

/** One incident: what the officer saw, what it means to a technician, and what was done about it. */
export function IncidentDetail({
  incident,
  devices,
}: {
  incident: IncidentView;
  devices: readonly DeviceView[];
}) {
  const t = useT();
  const formats = useFormats();
  const { what, todo } = troubleWords(t, incident.code);
  const { at, lastSeenAt, device, detail, dossierNumber, seen } = incident;
  const isHere = devices.some(({ deviceId }) => deviceId === device);
  return (
    <>
      <h2 className={classes.title}>{what}</h2>
      {todo !== '' && <p className={classes.todo}>{todo}</p>}
      <dl className={classes.facts}>
        <Fact name={t('incident.device')}>
          {incidentDevice(t, device, devices)}
          {isHere && (
            <Button variant="default" size="xs" onClick={() => layOpen(device)}>
              {t('incident.to-device')}
            </Button>
          )}
        </Fact>
        <Fact name={t('incident.first-seen')}>{formats.dateTime(at)}</Fact>
        {lastSeenAt !== null && (
          <Fact name={t('incident.last-seen')}>
            {formats.dateTime(lastSeenAt)}
            {` (${t('device.times', { count: formats.number(seen) })})`}
          </Fact>
        )}
        <Fact name={t('incident.officer-saw')}>
          {dossierNumber === null
            ? t('incident.no-officer')
            : reasonText(t, incident.whatOfficerSaw)}
        </Fact>
        <Fact name={t('incident.dossier')}>{dossierNumber ?? t('incident.no-dossier')}</Fact>
        {detail !== '' && (
          <Fact name={t('device.own-words')}>
            <code>{detail}</code>
          </Fact>
        )}
      </dl>
      {incident.resolvedAt === null ? (
        <WhatWasDoneForm incidentIds={[incident.incidentId]} />
      ) : (
        <Done incident={incident} at={incident.resolvedAt} />
      )}
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Done({ incident, at }: { incident: IncidentView; at: number }) {
  const t = useT();
  const formats = useFormats();
  const { whatWasDone, resolvedBy } = incident;
  return (
    <div className={classes.done}>
      <IconCircleCheck size={24} aria-hidden="true" />
      <div>
        <p className={classes.words}>
          {whatWasDone === '' ? t('incident.nothing-written') : whatWasDone}
        </p>
        <p className={classes.who}>
          {t('incident.closed-by', { who: resolvedBy ?? '–', at: formats.dateTime(at) })}
        </p>
      </div>
    </div>
  );
}
