import { IconCircleCheck, IconCloudUpload, IconInbox, IconMailDown } from '@tabler/icons-react';
import { useState } from 'react';
import { toPrintedDate } from '../../../domain/calendar-date.ts';
import { ActionBar } from '../../components/action-bar.tsx';
import type { Action } from '../../components/action-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import { useCall, useStationQuery } from '../../station/hooks.ts';
import { BatchReportPanel } from './batch-report.tsx';
import { dossiersToDecide, nextAct, nextToJudge } from './day-decisions.ts';
import { BalanceLine, DayFigures } from './day-figures.tsx';
import { DossierSide } from './dossier-side.tsx';
import { DossierTable } from './dossier-table.tsx';
import { LastProblem } from './last-problem.tsx';
import { SendBackForm } from './send-back-form.tsx';
import { Sending, useSyncProgress } from './sending.tsx';
import { tick, useSupervisorView } from './supervisor-view.ts';
import type { DayView, SyncStatus } from './types.ts';
import classes from './day-screen.module.css';

/** The end of the day: every dossier in its state, approval, and the night's batch. */
export function DayScreen() {
  const t = useT();
  const day = useStationQuery('day.get', {});
  const sync = useStationQuery('sync.status', {});
  if (!day.data || !sync.data) {
    return (
      <PageFrame title={t('day.title')}>
        <ErrorNotice error={day.error ?? sync.error} />
        {!day.error && !sync.error && <Waiting label={t('day.counting')} />}
      </PageFrame>
    );
  }
  return <Day day={day.data} sync={sync.data} />;
}

function Day({ day, sync }: { day: DayView; sync: SyncStatus }) {
  const t = useT();
  const formats = useFormats();
  const { filter, openId, ticked } = useSupervisorView();
  const [sendingBack, setSendingBack] = useState<readonly string[] | null>(null);
  const progress = useSyncProgress();
  const approve = useCall('day.approve');
  const send = useCall('sync.sendNow');
  const fetchReceipts = useCall('sync.fetchReceipts');
  const sending = send.pending || sync.running;

  const shown = filter === null ? day.dossiers : day.dossiers.filter((one) => one.state === filter);
  const open = day.dossiers.find((one) => one.dossierId === openId);
  const deciding = dossiersToDecide(day.dossiers, ticked, openId);
  /** What was decided is put away; the next that waits lies open in its place. */
  const settled = (dossierIds: readonly string[]): void => {
    tick(dossierIds, false);
    if (openId === null || !dossierIds.includes(openId)) return;
    useSupervisorView.setState({ openId: nextToJudge(shown, openId, dossierIds) });
  };
  const approveThese = async (dossierIds: string[]): Promise<void> => {
    const answer = await approve.call({ dossierIds });
    if (answer.ok) settled(dossierIds);
  };
  const acts = useActs({
    day,
    sending,
    onApproveAll: () => void approveThese(waitingIds(day)),
    onSend: () => void send.call({}),
    onFetch: () => void fetchReceipts.call({}),
    approving: approve.pending,
    fetching: fetchReceipts.pending,
  });
  // Once everything is on its way, what became of it is what matters.
  const reportFirst = !['approve-all', 'send'].includes(nextAct(day.counts));
  const report = sync.lastReport && !sending && !open && (
    <div className={classes.report}>
      <BatchReportPanel report={sync.lastReport} />
    </div>
  );
  const others: Action[] = [
    {
      label: t('day.approve', { count: deciding.length }),
      hotkey: 'approve',
      icon: <IconCircleCheck size={20} aria-hidden="true" />,
      disabled: deciding.length === 0,
      pending: approve.pending,
      onAct: () => void approveThese(deciding),
    },
    {
      label: t('day.send-back'),
      hotkey: 'sendBack',
      disabled: deciding.length === 0 || sendingBack !== null,
      onAct: () => setSendingBack(deciding),
    },
    ...acts.others,
  ];
  return (
    <PageFrame
      title={t('day.title-of', { date: toPrintedDate(day.date) })}
      {...(!open && {
        lead:
          sync.nextUploadAt === null
            ? t('day.no-upload-planned')
            : t('day.next-upload', { at: formats.dateTime(sync.nextUploadAt) }),
      })}
      aside={<p className={classes.quota}>{quotaText(t, day)}</p>}
      wide
      actions={
        <ActionBar
          others={others}
          {...(acts.primary && sendingBack === null && { primary: acts.primary })}
        />
      }
    >
      {sendingBack && (
        <SendBackForm
          dossierIds={sendingBack}
          onDone={(sentBack) => {
            if (sentBack) settled(sendingBack);
            setSendingBack(null);
          }}
        />
      )}
      {sending && <Sending progress={progress} />}
      <div className={classes.notices}>
        <ErrorNotice error={approve.error ?? send.error ?? fetchReceipts.error} />
        {!sending && !send.error && <LastProblem code={sync.lastProblem} />}
      </div>
      {/* While one dossier is judged it has the room; a balance that is off is never out of sight. */}
      {!open && <DayFigures day={day} />}
      {(!open || !day.balance.balanced) && <BalanceLine day={day} />}
      {reportFirst && report}
      <div className={classes.columns} data-open={open !== undefined || undefined}>
        <div className={classes.list}>
          {shown.length === 0 ? (
            <Nothing />
          ) : (
            <DossierTable dossiers={shown} narrow={open !== undefined} />
          )}
        </div>
        {open && <DossierSide summary={open} dossiers={shown} />}
      </div>
      {!reportFirst && report}
    </PageFrame>
  );
}

function waitingIds(day: DayView): string[] {
  return day.dossiers.filter(({ state }) => state === 'captured').map(({ dossierId }) => dossierId);
}

function quotaText(t: ReturnType<typeof useT>, day: DayView): string {
  return day.quota > 0
    ? t('day.captured-of-quota', { captured: day.capturedToday, quota: day.quota })
    : t('day.captured-today', { captured: day.capturedToday });
}

/** The one obvious next act of the day, and sending beside it when it is not that one. */
function useActs(input: {
  day: DayView;
  sending: boolean;
  approving: boolean;
  fetching: boolean;
  onApproveAll: () => void;
  onSend: () => void;
  onFetch: () => void;
}): { primary: Action | undefined; others: Action[] } {
  const t = useT();
  const { counts } = input.day;
  const send: Action = {
    label: t('day.send-now', { count: counts.approved + counts.sealed }),
    icon: <IconCloudUpload size={22} aria-hidden="true" />,
    pending: input.sending,
    onAct: input.onSend,
  };
  const fetch: Action = {
    label: t('day.fetch-receipts'),
    icon: <IconMailDown size={20} aria-hidden="true" />,
    disabled: input.sending,
    pending: input.fetching,
    onAct: input.onFetch,
  };
  const mayFetch = counts.sent > 0 ? [fetch] : [];
  switch (nextAct(counts)) {
    case 'approve-all':
      return {
        primary: {
          label: t('day.approve-all', { count: counts.captured }),
          icon: <IconCircleCheck size={22} aria-hidden="true" />,
          disabled: input.sending,
          pending: input.approving,
          onAct: input.onApproveAll,
        },
        others: counts.approved + counts.sealed > 0 ? [send, ...mayFetch] : mayFetch,
      };
    case 'send':
      return { primary: send, others: mayFetch };
    case 'fetch-receipts':
      return { primary: fetch, others: [] };
    case 'none':
      return { primary: undefined, others: [] };
  }
}

function Nothing() {
  const t = useT();
  const filter = useSupervisorView((view) => view.filter);
  return (
    <div className={classes.nothing}>
      <IconInbox size={56} stroke={1.2} aria-hidden="true" />
      <p>{t(filter === null ? 'day.nothing' : 'day.nothing-in-state')}</p>
    </div>
  );
}
