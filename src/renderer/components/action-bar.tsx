import type { ReactNode } from 'react';
import type { Action } from './action-button.tsx';
import { ActionButton } from './action-button.tsx';
import classes from './action-bar.module.css';

/**
 * The foot of a screen: at the right the one obvious next action (Ctrl+Enter unless it says another
 * key), at the left the way back, between them what else can be done. Always in view.
 */
export function ActionBar({
  primary,
  back,
  others = [],
  note,
}: {
  primary?: Action;
  back?: Action;
  others?: readonly Action[];
  /** A short word beside the main action: what is missing, what happens next. */
  note?: ReactNode;
}) {
  return (
    <div className={classes.bar}>
      <div className={classes.side}>
        {back && <ActionButton hotkey="back" {...back} emphasis="quiet" />}
        {others.map((action) => (
          <ActionButton key={action.label} {...action} emphasis="secondary" />
        ))}
      </div>
      <div className={classes.side}>
        {note !== undefined && <div className={classes.note}>{note}</div>}
        {primary && <ActionButton hotkey="primary" {...primary} emphasis="primary" large />}
      </div>
    </div>
  );
}
