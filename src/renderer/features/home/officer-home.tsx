import { IconDoorExit, IconPlus, IconScan } from '@tabler/icons-react';
import { useState } from 'react';
import type { StationError } from '../../../contract/errors.ts';
import type { DossierSummary, ShiftView } from '../../../contract/views.ts';
import { ActionBar } from '../../components/action-bar.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useCall } from '../../station/hooks.ts';
import type { ScannedCode } from '../scan/scanned-code.ts';
import { useScannedCode } from '../scan/use-scanned-code.ts';
import { useDesk } from '../session/desk.ts';
import { DossierLists } from './dossier-lists.tsx';
import { canTakeUp } from './take-up.ts';
import { ShiftCounter } from './shift-counter.tsx';
import classes from './officer-home.module.css';

/** Between two citizens: the count of the day, what waits to be taken up again, the next dossier. */
export function OfficerHome({ shift }: { shift: ShiftView }) {
  const t = useT();
  const open = useCall('dossier.open');
  const endShift = useCall('shift.end');
  const findBySlip = useCall('dossier.findBySlip');
  const [scanError, setScanError] = useState<StationError | null>(null);
  const [found, setFound] = useState<DossierSummary>();

  async function takeCode(code: ScannedCode): Promise<void> {
    setScanError(null);
    switch (code.kind) {
      case 'card':
      case 'number':
        startNewDossier(code.text);
        break;
      case 'slip': {
        const answer = await findBySlip.call({ text: code.text });
        if (!answer.ok) break;
        if (canTakeUp(answer.value)) await open.call({ dossierId: answer.value.dossierId });
        else setFound(answer.value);
        break;
      }
      case 'unreadable':
        setScanError({ code: code.code });
        break;
    }
  }
  useScannedCode((code) => void takeCode(code));

  const error = scanError ?? findBySlip.error ?? open.error ?? endShift.error;
  return (
    <PageFrame
      title={t('home.title')}
      wide
      actions={
        <ActionBar
          others={[
            {
              label: t('shift.end'),
              icon: <IconDoorExit size={18} aria-hidden="true" />,
              pending: endShift.pending,
              onAct: () => void endShift.call({}),
            },
          ]}
          note={
            <span className={classes.scan}>
              <IconScan size={20} aria-hidden="true" />
              {t('home.scan-hint')}
            </span>
          }
          primary={{
            label: t('home.new-dossier'),
            hotkey: 'newDossier',
            icon: <IconPlus size={22} stroke={2.5} aria-hidden="true" />,
            onAct: () => startNewDossier(null),
          }}
        />
      }
    >
      <div className={classes.errors}>
        <ErrorNotice error={error} />
      </div>
      <div className={classes.columns}>
        <ShiftCounter shift={shift} />
        <DossierLists
          found={found}
          opening={open.pending}
          onOpen={(dossierId) => void open.call({ dossierId })}
        />
      </div>
    </PageFrame>
  );
}

function startNewDossier(scanned: string | null): void {
  useDesk.setState({ newDossier: { scanned } });
}
