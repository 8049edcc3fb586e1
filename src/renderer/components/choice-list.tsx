import { useEffect, useId, useRef } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import classes from './choice-list.module.css';

/**
 * A list in which one thing is chosen: a single stop for the Tab key, in which the arrow keys choose. Its entries are
 * `ChoiceListEntry`, in the order of `ids`.
 */
export function ChoiceList({
  label,
  ids,
  chosenId,
  onChoose,
  autoFocus = false,
  children,
}: {
  label: string;
  ids: readonly string[];
  chosenId: string | undefined;
  onChoose: (id: string) => void;
  autoFocus?: boolean;
  /** Draws the entries; `entryId` gives each its id in the document. */
  children: (entryId: (id: string) => string) => ReactNode;
}) {
  const prefix = useId();
  const list = useRef<HTMLDivElement>(null);
  const entryId = (id: string): string => `${prefix}-${ids.indexOf(id)}`;
  const active = chosenId === undefined ? undefined : entryId(chosenId);
  useEffect(() => {
    if (autoFocus) list.current?.focus();
  }, [autoFocus]);
  useEffect(() => {
    if (active !== undefined) document.getElementById(active)?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const choose = (event: KeyboardEvent): void => {
    const next = chosenByKey(event.key, ids, chosenId);
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next);
  };
  return (
    <div
      ref={list}
      className={classes.list}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={active}
      onKeyDown={choose}
      onFocus={({ currentTarget, target }) => {
        // A click would leave the focus with the entry: the list has it, whichever entry is chosen.
        if (target !== currentTarget) currentTarget.focus();
      }}
    >
      {children(entryId)}
    </div>
  );
}

/** Which entry an arrow key, Home or End chooses; undefined for any other key, and past the ends. */
export function chosenByKey(
  key: string,
  ids: readonly string[],
  chosenId: string | undefined,
): string | undefined {
  const index = ids.findIndex((id) => id === chosenId);
  switch (key) {
    case 'ArrowDown':
      return ids[index + 1];
    case 'ArrowUp':
      return index < 0 ? undefined : ids[index - 1];
    case 'Home':
      return ids[0];
    case 'End':
      return ids.at(-1);
    default:
      return undefined;
  }
}

/** One thing of a {@link ChoiceList}; a click chooses it too. */
export function ChoiceListEntry({
  id,
  isChosen,
  onChoose,
  className = '',
  top,
  children,
}: {
  /** As the list gives it. */
  id: string;
  isChosen: boolean;
  onChoose: () => void;
  className?: string | undefined;
  /** Where it stands, in pixels from the top of the list; in the flow unless given. */
  top?: number;
  children: ReactNode;
}) {
  return (
    <div
      id={id}
      className={`${classes.entry} ${className}`}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      style={top === undefined ? undefined : { top }}
      onMouseDown={onChoose}
    >
      {children}
    </div>
  );
}
