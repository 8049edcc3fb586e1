import { Loader } from '@mantine/core';
import classes from './waiting.module.css';

/** Work that takes a moment, with a word for what it is. */
export function Waiting({ label }: { label: string }) {
  return (
    <div className={classes.waiting} role="status">
      <Loader size="sm" aria-hidden="true" />
      <span>{label}</span>
    </div>
  );
}
