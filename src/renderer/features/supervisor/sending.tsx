import { IconCloudUpload } from '@tabler/icons-react';
import { useState } from 'react';
import type { EventPayload } from '../../../contract/events.ts';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import { useStationEvent } from '../../station/hooks.ts';
import classes from './sending.module.css';

type SyncProgress = EventPayload<'sync.progress'>;

/** How far the batch is; undefined while none is being sent. */
export function useSyncProgress(): SyncProgress | undefined {
  const [progress, setProgress] = useState<SyncProgress>();
  useStationEvent('sync.progress', (now) => setProgress(now.phase === 'done' ? undefined : now));
  return progress;
}

/** The batch on its way: what is being done, packets and bytes. */
export function Sending({ progress }: { progress: SyncProgress | undefined }) {
  const t = useT();
  const formats = useFormats();
  const { phase = 'sealing', packetsDone = 0, packetsTotal = 0 } = progress ?? {};
  const { bytesDone = 0, bytesTotal = 0 } = progress ?? {};
  const share = bytesTotal > 0 ? bytesDone / bytesTotal : packetsDone / Math.max(packetsTotal, 1);
  return (
    <div className={classes.sending} role="status" data-phase={phase}>
      <IconCloudUpload size={28} aria-hidden="true" />
      <div className={classes.words}>
        <strong>{t(`sending.${phase}`)}</strong>
        <progress
          className={classes.bar}
          max={1}
          value={share}
          aria-label={t(`sending.${phase}`)}
        />
        <span>
          {t('sending.packets', { done: packetsDone, total: packetsTotal })}
          {bytesTotal > 0 &&
            ` · ${t('sending.bytes', { done: formats.size(bytesDone), total: formats.size(bytesTotal) })}`}
        </span>
      </div>
    </div>
  );
}
