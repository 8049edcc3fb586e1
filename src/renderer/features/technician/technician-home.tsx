import {
  IconAlertTriangle,
  IconCircleCheck,
  IconFingerprint,
  IconLoader2,
  IconPlugConnectedX,
  IconQrcode,
} from '@tabler/icons-react';
import { ERROR_CODES } from '../../../contract/errors.ts';
import type { DeviceView } from '../../../contract/views.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Panel } from '../../components/panel.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { errorSentence } from '../../i18n/error-sentence.ts';
import { useT } from '../../i18n/i18n.tsx';
import { useStationQuery } from '../../station/hooks.ts';
import { CommuneImport } from '../supervisor/commune-import.tsx';
import { IncidentList } from './incident-list.tsx';
import classes from './technician-home.module.css';

/** The technician's place: what is plugged in and how it is, and the faults still to be dealt with. */
export function TechnicianHome() {
  const t = useT();
  const { data: devices, error } = useStationQuery('devices.list', {});
  return (
    <PageFrame title={t('technician.title')} lead={t('technician.lead')} wide>
      <ErrorNotice error={error} />
      {!devices && !error && <Waiting label={t('technician.reading')} />}
      {devices && (
        <ul className={classes.devices} aria-label={t('technician.devices')}>
          {devices.map((device) => (
            <DeviceCard key={device.deviceId} device={device} />
          ))}
        </ul>
      )}
      {devices?.length === 0 && <p className={classes.none}>{t('technician.no-devices')}</p>}
      <div className={classes.columns}>
        <IncidentList />
        <div>
          <CommuneImport />
        </div>
      </div>
    </PageFrame>
  );
}

const STATE_ICONS = {
  ready: IconCircleCheck,
  searching: IconLoader2,
  lost: IconPlugConnectedX,
  trouble: IconAlertTriangle,
} as const satisfies Record<DeviceView['state'], unknown>;

function DeviceCard({ device }: { device: DeviceView }) {
  const t = useT();
  const Kind = device.role === 'fingerprint' ? IconFingerprint : IconQrcode;
  const State = STATE_ICONS[device.state];
  const facts = [
    [t('technician.model'), [device.make, device.model].filter((text) => text !== '').join(' ')],
    [t('technician.serial'), device.serialNumber],
    [t('technician.port'), `${device.port} (${device.transport.toUpperCase()})`],
  ] as const;
  return (
    <li>
      <Panel>
        <div className={classes.head}>
          <Kind size={30} stroke={1.6} aria-hidden="true" />
          <h2 className={classes.name}>{t(`technician.role-${device.role}`)}</h2>
          <span className={classes.state} data-state={device.state}>
            <State size={18} aria-hidden="true" />
            {t(`device-state.${device.state}`)}
          </span>
        </div>
        <dl className={classes.facts}>
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value === '' ? '–' : value}</dd>
            </div>
          ))}
        </dl>
        {device.emulated && <p className={classes.emulated}>{t('technician.emulated')}</p>}
        {device.problem !== null && <Problem code={device.problem} />}
      </Panel>
    </li>
  );
}

function Problem({ code }: { code: string }) {
  const t = useT();
  const known = ERROR_CODES.find((one) => one === code);
  return (
    <p className={classes.problem}>
      {known === undefined ? code : errorSentence(t, { code: known })}
    </p>
  );
}
