import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { ERROR_CODES } from '../../../contract/errors.ts';
import type { IncidentView } from '../../../contract/views.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Panel } from '../../components/panel.tsx';
import { errorSentence } from '../../i18n/error-sentence.ts';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import { useCall, useStationQuery } from '../../station/hooks.ts';
import classes from './incident-list.module.css';

/** Faults worth a technician's attention, open ones first. */
export function IncidentList() {
  const t = useT();
  const { data: incidents = [], error } = useStationQuery('incidents.list', {});
  const resolve = useCall('incidents.resolve');
  const inOrder = [
    ...incidents.filter((incident) => incident.resolvedAt === null),
    ...incidents.filter((incident) => incident.resolvedAt !== null),
  ];
  return (
    <Panel title={t('technician.incidents')}>
      <ErrorNotice error={error ?? resolve.error} />
      {incidents.length === 0 && !error && (
        <p className={classes.none}>{t('technician.no-incidents')}</p>
      )}
      <ul className={classes.list}>
        {inOrder.map((incident) => (
          <Incident
            key={incident.incidentId}
            incident={incident}
            pending={resolve.pending}
            onResolve={() => void resolve.call({ incidentId: incident.incidentId })}
          />
        ))}
      </ul>
    </Panel>
  );
}

function Incident({
  incident,
  pending,
  onResolve,
}: {
  incident: IncidentView;
  pending: boolean;
  onResolve: () => void;
}) {
  const t = useT();
  const formats = useFormats();
  const known = ERROR_CODES.find((one) => one === incident.code);
  return (
    <li className={classes.incident} data-resolved={incident.resolvedAt !== null || undefined}>
      <div className={classes.words}>
        <span className={classes.when}>
          {formats.dateTime(incident.at)} · {incident.device}
        </span>
        <span>{known === undefined ? incident.code : errorSentence(t, { code: known })}</span>
      </div>
      {incident.resolvedAt === null ? (
        <Button variant="default" size="md" disabled={pending} onClick={onResolve}>
          {t('technician.resolve')}
        </Button>
      ) : (
        <span className={classes.done}>
          <IconCheck size={18} aria-hidden="true" />
          {t('technician.resolved', { at: formats.time(incident.resolvedAt) })}
        </span>
      )}
    </li>
  );
}
