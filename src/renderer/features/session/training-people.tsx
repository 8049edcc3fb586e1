import { IconShieldCheck, IconTool, IconUser } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import type { StationView } from '../../../contract/views.ts';
import { useT } from '../../i18n/i18n.tsx';
import type { Credentials } from './credentials-form.tsx';
import classes from './training-people.module.css';

type TrainingUser = StationView['trainingUsers'][number];

const ICONS = { officer: IconUser, supervisor: IconShieldCheck, technician: IconTool } as const;

/** The people of the training station as large rows: arrow keys choose, Enter signs in. */
export function TrainingPeople({
  people,
  autoFocus,
  onChoose,
}: {
  people: readonly TrainingUser[];
  autoFocus: boolean;
  onChoose: (credentials: Credentials) => void;
}) {
  const t = useT();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (autoFocus) list.current?.querySelector('button')?.focus();
  }, [autoFocus]);
  return (
    <ul className={classes.people} ref={list} onKeyDown={moveByArrow}>
      {people.map(({ login, password, role, name }) => {
        const Icon = ICONS[role];
        return (
          <li key={login}>
            <button
              type="button"
              className={classes.person}
              onClick={() => onChoose({ login, password })}
            >
              <Icon className={classes.icon} size={30} stroke={1.6} aria-hidden="true" />
              <span className={classes.who}>
                <span className={classes.name}>{name}</span>
                <span className={classes.role}>{t(`role.${role}`)}</span>
              </span>
              <span className={classes.words}>
                {login} / {password}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** Up and down move among the buttons of a list; the ends are ends. */
export function moveByArrow(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row], li > button')];
  const index = buttons.findIndex((button) => button === document.activeElement);
  const target = buttons[index + step];
  if (!target) return;
  event.preventDefault();
  target.focus();
}
