import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { DeviceCheckupView } from '../../../contract/views.ts';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import { isMessageKey } from '../../i18n/messages.ts';
import { figureOf, limitOf } from './checkup-figures.ts';
import classes from './checkup-table.module.css';

/** The last self-test or calibration, check by check: what was measured, and what it must not exceed or must reach. */
export function CheckupTable({
  title,
  checkup,
}: {
  title: string;
  checkup: DeviceCheckupView | null;
}) {
  const t = useT();
  const formats = useFormats();
  return (
    <section className={classes.checkup} aria-label={title}>
      <h3 className={classes.title}>
        {title}
        {checkup ? (
          <>
            <Passed ok={checkup.ok} />
            <span className={classes.when}>{formats.dateTime(checkup.at)}</span>
          </>
        ) : (
          <span className={classes.when}>{t('checkup.never')}</span>
        )}
      </h3>
      {checkup && <Checks title={title} checks={checkup.checks} />}
    </section>
  );
}

function Checks({ title, checks }: { title: string; checks: DeviceCheckupView['checks'] }) {
  const t = useT();
  const formats = useFormats();
  return (
    <table className={classes.table}>
      <caption className={classes.spoken}>{title}</caption>
      <thead className={classes.spoken}>
        <tr>
          <th>{t('checkup.result')}</th>
          <th>{t('checkup.check')}</th>
          <th>{t('checkup.figure')}</th>
          <th>{t('checkup.limit')}</th>
        </tr>
      </thead>
      <tbody>
        {checks.map((check) => {
          const key = `checkup.${check.name}`;
          return (
            <tr key={check.name} data-ok={check.ok}>
              <td>
                <Sign ok={check.ok} />
              </td>
              <td>{isMessageKey(key) ? t(key) : check.name}</td>
              <td className={classes.figure}>{figureOf(formats, check)}</td>
              <td className={classes.limit}>{limitOf(formats, check)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Passed({ ok }: { ok: boolean }) {
  const t = useT();
  return (
    <span className={classes.passed} data-ok={ok}>
      {t(ok ? 'checkup.passed' : 'checkup.not-passed')}
    </span>
  );
}

function Sign({ ok }: { ok: boolean }) {
  const t = useT();
  const Icon = ok ? IconCircleCheck : IconAlertTriangle;
  return (
    <Icon
      className={classes.sign}
      size={17}
      stroke={2.2}
      role="img"
      aria-label={t(ok ? 'checkup.passed' : 'checkup.not-passed')}
    />
  );
}
