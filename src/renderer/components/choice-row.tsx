import { useId } from 'react';
import classes from './choice-row.module.css';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

/** One of a few, all in view: native radio buttons as large targets. Arrow keys choose. */
export function ChoiceRow<Value extends string>({
  legend,
  choices,
  value,
  onChange,
  error,
  column = false,
  required = false,
}: {
  legend: string;
  choices: readonly Choice<Value>[];
  value: Value | null;
  onChange: (value: Value) => void;
  error?: string | undefined;
  /** One under another, for longer words. */
  column?: boolean;
  required?: boolean;
}) {
  const id = useId();
  return (
    <fieldset
      className={classes.field}
      aria-describedby={error === undefined ? undefined : `${id}-error`}
      aria-invalid={error === undefined ? undefined : true}
    >
      <legend className={classes.legend}>
        {legend}
        {required && (
          <span className={classes.required} aria-hidden="true">
            {' *'}
          </span>
        )}
      </legend>
      <div className={classes.choices} data-column={column || undefined}>
        {choices.map((choice) => (
          <label key={choice.value} className={classes.choice}>
            <input
              type="radio"
              className={classes.radio}
              name={id}
              required={required}
              value={choice.value}
              checked={choice.value === value}
              onChange={() => onChange(choice.value)}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
      {error !== undefined && (
        <p className={classes.error} id={`${id}-error`}>
          ▲ {error}
        </p>
      )}
    </fieldset>
  );
}
