import { IconDeviceFloppy, IconLoader2 } from '@tabler/icons-react';
import { useT } from '../../i18n/i18n.tsx';
import classes from './save-mark.module.css';
import type { SaveState } from './use-group-form.ts';

/** Whether what is on screen is in the store. */
export function SaveMark({ state }: { state: SaveState }) {
  const t = useT();
  const Icon = state === 'saved' ? IconDeviceFloppy : IconLoader2;
  return (
    <p className={classes.mark} data-state={state} role="status">
      <Icon size={18} aria-hidden="true" />
      {t(`save.${state}`)}
    </p>
  );
}
