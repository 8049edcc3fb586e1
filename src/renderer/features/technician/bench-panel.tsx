import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { DeviceView } from '../../../contract/views.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { CameraPicture } from './camera-picture.tsx';
import { LiveImage } from './live-image.tsx';
import type { Bench } from './use-bench.ts';
import classes from './bench-panel.module.css';

/** What is being done at the device, and what came of it; nothing while nothing is done. */
export function BenchPanel({ device, bench }: { device: DeviceView; bench: Bench }) {
  const t = useT();
  const { work, error } = bench;
  switch (work.kind) {
    case 'none':
      return <ErrorNotice error={error} />;
    case 'live-image':
      return (
        <Framed bench={bench}>
          <LiveImage role={device.role} picture={bench.picture} image={work.image} />
        </Framed>
      );
    case 'camera':
      return (
        <Framed bench={bench}>
          <CameraPicture cameraId={device.deviceId} />
        </Framed>
      );
    case 'self-test':
      return (
        <Framed bench={bench}>
          <Waiting label={t('bench.self-testing')} />
        </Framed>
      );
    case 'calibration-asked':
      return (
        <Notice title={t('bench.calibration-title')}>
          <p>{t(askedFor(device.role))}</p>
          <div className={classes.buttons}>
            <ActionButton
              label={t('bench.calibration-begin')}
              hotkey="primary"
              emphasis="primary"
              onAct={bench.calibrate}
            />
            <ActionButton label={t('bench.leave')} hotkey="close" onAct={bench.putAway} />
          </div>
        </Notice>
      );
    case 'calibration':
      return (
        <Framed bench={bench}>
          <Waiting label={t('bench.calibrating')} />
          <p className={classes.asked}>{t(askedFor(device.role))}</p>
        </Framed>
      );
  }
}

function askedFor(role: DeviceView['role']) {
  switch (role) {
    case 'fingerprint':
      return 'bench.calibration-finger';
    case 'camera-head':
      return 'bench.calibration-head';
    case 'portrait-camera':
    case 'code-scanner':
      return 'bench.calibration-background';
  }
}

/** A sheet with a way out: it stops what is being done, or puts the result away. */
function Framed({ bench, children }: { bench: Bench; children: ReactNode }) {
  const t = useT();
  return (
    <div className={classes.sheet}>
      <div className={classes.content}>{children}</div>
      <ActionButton
        label={t(bench.busy ? 'bench.stop' : 'bench.put-away')}
        hotkey="close"
        icon={<IconX size={18} aria-hidden="true" />}
        onAct={bench.putAway}
      />
    </div>
  );
}
