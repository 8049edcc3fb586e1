import { IconDeviceFloppy, IconPrinter } from '@tabler/icons-react';
import { ActionButton } from '../../components/action-button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Notice } from '../../components/notice.tsx';
import { Panel } from '../../components/panel.tsx';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import { usePdfDelivery } from '../review/use-pdf-delivery.ts';
import { reasonWords } from './reason-words.ts';
import type { BatchReport } from './types.ts';
import classes from './batch-report.module.css';

/** What became of the last batch; as a paper, too. */
export function BatchReportPanel({ report }: { report: BatchReport }) {
  const t = useT();
  const formats = useFormats();
  const paper = usePdfDelivery('sync.reportPdf', {});
  const figures = [
    [t('report.packets'), report.packets],
    [t('report.uploaded'), report.uploaded],
    [t('report.accepted'), report.accepted],
    [t('report.returned'), report.returned],
    [t('report.awaiting'), report.awaitingReceipt],
    [t('report.outstanding'), report.outstanding.length],
  ] as const;
  return (
    <Panel
      title={t('day.report', { at: formats.dateTime(report.startedAt) })}
      aside={
        <div className={classes.buttons}>
          <ActionButton
            label={t('day.report-print')}
            hotkey="print"
            icon={<IconPrinter size={20} aria-hidden="true" />}
            pending={paper.pending}
            onAct={() => paper.deliver('print')}
          />
          <ActionButton
            label={t('day.report-save')}
            icon={<IconDeviceFloppy size={20} aria-hidden="true" />}
            pending={paper.pending}
            onAct={() => paper.deliver('save')}
          />
        </div>
      }
    >
      <ErrorNotice error={paper.error} />
      {paper.delivered && (
        <Notice tone="good">
          <p>{t(`day.report-delivered-${paper.delivered}`)}</p>
        </Notice>
      )}
      <dl className={classes.figures}>
        {figures.map(([label, value]) => (
          <div key={label}>
            <dd>{formats.number(value)}</dd>
            <dt>{label}</dt>
          </div>
        ))}
        <div>
          <dd>{formats.size(report.sizeBytes)}</dd>
          <dt>{t('day.report-size')}</dt>
        </div>
      </dl>
      {report.outstanding.length > 0 && (
        <ul className={classes.outstanding}>
          {report.outstanding.map((one) => (
            <li key={one.dossierNumber}>
              <strong>{one.dossierNumber}</strong> ({formats.size(one.sizeBytes)}):{' '}
              {reasonWords(t, one.reason)}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
