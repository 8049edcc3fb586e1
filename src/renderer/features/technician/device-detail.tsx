import { IconAlertTriangle, IconStarFilled } from '@tabler/icons-react';
import { Button } from '@mantine/core';
import type { DeviceView } from '../../../contract/views.ts';
import { useT } from '../../i18n/i18n.tsx';
import { useStationQuery } from '../../station/hooks.ts';
import { BenchPanel } from './bench-panel.tsx';
import { CheckupTable } from './checkup-table.tsx';
import { testsOf } from './device-acts.ts';
import { DeviceButtons } from './device-buttons.tsx';
import { DeviceFacts } from './device-facts.tsx';
import { DeviceMark } from './device-mark.tsx';
import { deviceName } from './device-words.ts';
import { RoleIcon } from './role-icon.tsx';
import { useTechnicianView } from './technician-view.ts';
import { TroubleNotice } from './trouble-notice.tsx';
import { useBench } from './use-bench.ts';
import classes from './device-detail.module.css';

/** One device: how it is, what can be done at it, how it was when it was last tested, what it is. */
export function DeviceDetail({ device }: { device: DeviceView }) {
  const t = useT();
  const bench = useBench(device.deviceId);
  const tests = testsOf(device);
  return (
    <>
      <Heading device={device} />
      <TroubleNotice device={device} />
      <DeviceButtons device={device} bench={bench} />
      <BenchPanel device={device} bench={bench} />
      <OpenIncidents deviceId={device.deviceId} />
      <div className={classes.checkups}>
        {tests.includes('self-test') && (
          <CheckupTable title={t('device.self-test')} checkup={device.selfTest} />
        )}
        {tests.includes('calibrate') && (
          <CheckupTable title={t('device.calibration')} checkup={device.calibration} />
        )}
      </div>
      <DeviceFacts device={device} />
    </>
  );
}

function Heading({ device }: { device: DeviceView }) {
  const t = useT();
  return (
    <header className={classes.head}>
      <RoleIcon role={device.role} size={34} />
      <div className={classes.words}>
        <h2 className={classes.name}>{deviceName(t, device)}</h2>
        <p className={classes.kind}>
          {t(`device-kind.${device.role}`)}
          {device.serving && ` · ${t('device.serves-now')}`}
          {device.emulated && ` · ${t('device.emulated')}`}
        </p>
      </div>
      {device.preferred && (
        <span className={classes.preferred}>
          <IconStarFilled size={15} aria-hidden="true" />
          {t('rack.preferred')}
        </span>
      )}
      <DeviceMark state={device.state} />
    </header>
  );
}

/** Says that somebody still has to write down what was done, and leads there. */
function OpenIncidents({ deviceId }: { deviceId: string }) {
  const t = useT();
  const { data: incidents = [] } = useStationQuery('incidents.list', {});
  const open = incidents.filter(
    ({ device, resolvedAt }) => device === deviceId && resolvedAt === null,
  );
  const first = open[0];
  if (!first) return null;
  return (
    <p className={classes.incidents}>
      <IconAlertTriangle size={18} aria-hidden="true" />
      {t('device.open-incidents', { count: open.length })}
      <Button
        variant="default"
        size="xs"
        onClick={() =>
          useTechnicianView.setState({
            place: 'incidents',
            incidentsShown: 'open',
            incidentId: first.incidentId,
          })
        }
      >
        {t('device.to-incidents')}
      </Button>
    </p>
  );
}
