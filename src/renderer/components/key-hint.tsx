import { Fragment } from 'react';
import { keySigns } from '../keyboard/hotkeys.ts';
import classes from './key-hint.module.css';

/** A combination as keys: `Ctrl` `Enter`. Not read out: the control says it by `aria-keyshortcuts`. */
export function KeyHint({ keys, onDark = false }: { keys: string; onDark?: boolean }) {
  return (
    <span className={classes.keys} data-on-dark={onDark || undefined} aria-hidden="true">
      {keySigns(keys).map((sign, index) => (
        <Fragment key={sign}>
          {index > 0 && <span className={classes.plus}>+</span>}
          <kbd className={classes.key}>{sign}</kbd>
        </Fragment>
      ))}
    </span>
  );
}
