import type { ReactNode } from 'react';
import classes from './place-frame.module.css';

export interface PlaceTab<Place extends string> {
  readonly place: Place;
  readonly name: string;
  /** How much waits there; nothing is shown of none. */
  readonly waiting?: number;
  /** What waits there is trouble. */
  readonly isTrouble?: boolean;
}

/** Places side by side, one of them shown under their names. */
export function PlaceFrame<Place extends string>({
  label,
  tabs,
  current,
  onGo,
  keys,
  children,
}: {
  /** Of the row of names, for those who do not see it. */
  label: string;
  tabs: readonly PlaceTab<Place>[];
  current: Place;
  onGo: (place: Place) => void;
  /** Behind the names: the keys that lead from one to the next. */
  keys?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={classes.frame}>
      <nav className={classes.places} aria-label={label}>
        {tabs.map(({ place, name, waiting = 0, isTrouble = false }) => (
          <button
            key={place}
            type="button"
            className={classes.place}
            aria-current={place === current ? 'page' : undefined}
            onClick={() => onGo(place)}
          >
            {name}
            {waiting > 0 && (
              <span className={classes.waiting} data-bad={isTrouble || undefined}>
                {waiting}
              </span>
            )}
          </button>
        ))}
        {keys}
      </nav>
      {children}
    </div>
  );
}
