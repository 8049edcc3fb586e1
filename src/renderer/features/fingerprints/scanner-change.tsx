import { IconPlugConnected } from '@tabler/icons-react';
import type { DeviceView } from '../../../contract/views.ts';
import { useT } from '../../i18n/i18n.tsx';
import classes from './scanner-change.module.css';

/** Which scanner serves since another one took the last prints. Calm: nothing has to be done. */
export function ScannerChange({
  scanner,
  takesAgain,
}: {
  scanner: DeviceView;
  /** What it takes now has fingers in it that were taken before. */
  takesAgain: boolean;
}) {
  const t = useT();
  const told = [scanner.make, scanner.model].filter((part) => part !== '').join(' ');
  const name = told === '' ? t('device-role.fingerprint') : told;
  return (
    <p className={classes.line} role="status">
      <IconPlugConnected size={20} aria-hidden="true" />
      {t(takesAgain ? 'fingerprints.scanner-changed-again' : 'fingerprints.scanner-changed', {
        scanner: name,
      })}
    </p>
  );
}
