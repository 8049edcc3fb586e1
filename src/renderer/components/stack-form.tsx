import type { ReactNode } from 'react';
import classes from './stack-form.module.css';

/** A short form, one field under another; Enter in any field does what its button does. */
export function StackForm({
  onSubmit,
  label,
  children,
}: {
  onSubmit: () => void;
  /** What the form is for, for screen readers. */
  label: string;
  children: ReactNode;
}) {
  return (
    <form
      className={classes.form}
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </form>
  );
}
