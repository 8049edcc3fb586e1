import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import type { DeviceView, IncidentView } from '../../../contract/views.ts';
import { ChoiceList, ChoiceListEntry } from '../../components/choice-list.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { SplitFrame } from '../../components/split-frame.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import { useStationQuery } from '../../station/hooks.ts';
import { incidentDevice, troubleWords } from './device-words.ts';
import { IncidentDetail } from './incident-detail.tsx';
import { incidentsInOrder, incidentToShow } from './incident-order.ts';
import { useTechnicianView } from './technician-view.ts';
import classes from './incidents-screen.module.css';

/** Faults worth a technician's attention: open ones first, the chosen one beside them. */
export function IncidentsScreen() {
  const t = useT();
  const { data: incidents, error } = useStationQuery('incidents.list', {});
  const { data: devices = [] } = useStationQuery('devices.list', {});
  const chosenId = useTechnicianView((view) => view.incidentId);
  const shown = useTechnicianView((view) => view.incidentsShown);
  const inOrder = incidentsInOrder(incidents ?? [], shown);
  const open = incidentToShow(inOrder, chosenId);
  return (
    <SplitFrame
      title={t('technician.incidents')}
      aside={<Filter />}
      detail={
        open ? (
          <IncidentDetail key={open.incidentId} incident={open} devices={devices} />
        ) : (
          <p className={classes.none}>{t('incident.nothing-chosen')}</p>
        )
      }
      detailLabel={open ? troubleWords(t, open.code).what : t('technician.incidents')}
    >
      <ErrorNotice error={error} />
      {!incidents && !error && <Waiting label={t('incident.reading')} />}
      {incidents && inOrder.length === 0 && (
        <p className={classes.none}>
          <IconCircleCheck size={22} aria-hidden="true" />
          {t(shown === 'open' ? 'incident.none-open' : 'incident.none')}
        </p>
      )}
      {inOrder.length > 0 && (
        <IncidentList incidents={inOrder} devices={devices} chosenId={open?.incidentId} />
      )}
    </SplitFrame>
  );
}

function Filter() {
  const t = useT();
  const shown = useTechnicianView((view) => view.incidentsShown);
  return (
    <div className={classes.filter} role="group" aria-label={t('incident.filter')}>
      {(['open', 'all'] as const).map((one) => (
        <button
          key={one}
          type="button"
          className={classes.choice}
          aria-pressed={one === shown}
          onClick={() => useTechnicianView.setState({ incidentsShown: one })}
        >
          {t(`incident.filter-${one}`)}
        </button>
      ))}
    </div>
  );
}

function IncidentList({
  incidents,
  devices,
  chosenId,
}: {
  incidents: readonly IncidentView[];
  devices: readonly DeviceView[];
  chosenId: string | undefined;
}) {
  const t = useT();
  const choose = (incidentId: string): void => useTechnicianView.setState({ incidentId });
  return (
    <ChoiceList
      label={t('technician.incidents')}
      ids={incidents.map(({ incidentId }) => incidentId)}
      chosenId={chosenId}
      onChoose={choose}
      autoFocus
    >
      {(entryId) =>
        incidents.map((incident) => (
          <ChoiceListEntry
            key={incident.incidentId}
            id={entryId(incident.incidentId)}
            className={classes.entry}
            isChosen={incident.incidentId === chosenId}
            onChoose={() => choose(incident.incidentId)}
          >
            <Row incident={incident} devices={devices} />
          </ChoiceListEntry>
        ))
      }
    </ChoiceList>
  );
}

function Row({ incident, devices }: { incident: IncidentView; devices: readonly DeviceView[] }) {
  const t = useT();
  const formats = useFormats();
  const { code, device, seen, at, lastSeenAt, resolvedAt } = incident;
  const isOpen = resolvedAt === null;
  const Icon = isOpen ? IconCircleDashed : IconCircleCheck;
  return (
    <>
      <Icon className={classes.sign} data-open={isOpen || undefined} size={22} aria-hidden="true" />
      <span className={classes.words}>
        <span className={classes.what}>{troubleWords(t, code).what}</span>
        <span className={classes.under}>
          {formats.dateTime(lastSeenAt ?? at)} · {incidentDevice(t, device, devices)}
        </span>
      </span>
      <span className={classes.state}>
        <span data-open={isOpen || undefined}>
          {t(isOpen ? 'incident.open' : 'incident.closed')}
        </span>
        {seen > 1 && (
          <span className={classes.seen}>{t('device.times', { count: formats.number(seen) })}</span>
        )}
      </span>
    </>
  );
}
