import { IconHelpHexagon, IconPlugConnected, IconRefresh } from '@tabler/icons-react';
import { Button } from '@mantine/core';
import { useEffect } from 'react';
import type { DeviceView } from '../../../contract/views.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { SplitFrame } from '../../components/split-frame.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useCall, useStationQuery } from '../../station/hooks.ts';
import { DeviceDetail } from './device-detail.tsx';
import { deviceName } from './device-words.ts';
import { deviceToShow } from './rack-layout.ts';
import { RackPicture } from './rack-picture.tsx';
import { isPartOf } from './replacement.ts';
import { ReplacementPanel, ReplacementWaits } from './replacement-panel.tsx';
import { useTechnicianView } from './technician-view.ts';
import { useFollow } from './use-follow.ts';
import classes from './rack-screen.module.css';

/** Figures of transfer and captures come without an event. */
const FIGURES_MS = 5_000;

/** What is plugged in, as a picture, and the chosen device beside it. */
export function RackScreen() {
  const t = useT();
  const { data: devices, error, refetch } = useStationQuery('devices.list', {});
  useFollow(refetch, FIGURES_MS);
  const chosenId = useTechnicianView((view) => view.deviceId);
  const shown = devices && deviceToShow(devices, chosenId);
  useStayWith(shown?.deviceId);
  return (
    <SplitFrame
      title={t('technician.rack')}
      aside={<LookAtPorts />}
      detail={<Detail device={shown} devices={devices} />}
      detailLabel={shown ? deviceName(t, shown) : t('technician.rack')}
    >
      <ErrorNotice error={error} />
      {!devices && !error && <Waiting label={t('technician.reading')} />}
      {devices && (
        <RackPicture
          devices={devices}
          chosenId={shown?.deviceId}
          onChoose={(deviceId) => useTechnicianView.setState({ deviceId })}
        />
      )}
    </SplitFrame>
  );
}

/** What happens to another device does not take away the one that lies open. */
function useStayWith(deviceId: string | undefined): void {
  useEffect(() => {
    if (deviceId !== undefined) useTechnicianView.setState({ deviceId });
  }, [deviceId]);
}

/** The picture follows what is plugged in by itself; this is for who does not trust it. */
function LookAtPorts() {
  const t = useT();
  const { call, pending, error } = useCall('devices.refresh');
  return (
    <>
      <ErrorNotice error={error} />
      <ActionButton
        label={t('rack.look-at-ports')}
        hotkey="lookAtPorts"
        icon={<IconRefresh size={18} aria-hidden="true" />}
        pending={pending}
        onAct={() => void call({})}
      />
    </>
  );
}

function Detail({
  device,
  devices = [],
}: {
  device: DeviceView | undefined;
  devices: readonly DeviceView[] | undefined;
}) {
  const replacement = useTechnicianView((view) => view.replacement);
  if (replacement && (!device || isPartOf(replacement, device, devices))) {
    return <ReplacementPanel replacement={replacement} devices={devices} />;
  }
  if (!device) return <NothingPlugged />;
  return (
    <>
      {replacement && <ReplacementWaits replacement={replacement} />}
      <DeviceDetail key={device.deviceId} device={device} />
    </>
  );
}

/** An empty rack: what to plug where, and where to look when it does not appear. */
function NothingPlugged() {
  const t = useT();
  return (
    <div className={classes.nothing}>
      <IconPlugConnected size={56} stroke={1.2} aria-hidden="true" />
      <p className={classes.title}>{t('rack.empty')}</p>
      <p>{t('rack.empty-todo')}</p>
      <Button
        variant="default"
        size="md"
        leftSection={<IconHelpHexagon size={18} aria-hidden="true" />}
        onClick={() => useTechnicianView.setState({ place: 'strangers' })}
      >
        {t('rack.to-strangers')}
      </Button>
    </div>
  );
}
