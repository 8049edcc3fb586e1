import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useT } from '../../i18n/i18n.tsx';
import { isMessageKey } from '../../i18n/messages.ts';
import classes from './portrait-checks.module.css';

/** What the station found in a portrait, in words; a good one says so. */
export function PortraitChecks({ checks }: { checks: readonly string[] }) {
  const t = useT();
  const keys = checks.map((check) => `portrait-check.${check}`).filter(isMessageKey);
  if (keys.length === 0) {
    return (
      <p className={classes.good}>
        <IconCircleCheck size={22} aria-hidden="true" /> {t('portrait.checks-good')}
      </p>
    );
  }
  return (
    <ul className={classes.list}>
      {keys.map((key) => (
        <li key={key}>
          <IconAlertTriangle size={20} aria-hidden="true" /> <span>{t(key)}</span>
        </li>
      ))}
    </ul>
  );
}
