import { useEffect, useRef } from 'react';
import { IconX } from '@tabler/icons-react';
import { ActionButton } from '../../components/action-button.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { useT } from '../../i18n/i18n.tsx';
import type { HotkeyGroup } from '../../keyboard/hotkeys.ts';
import { HOTKEYS, HOTKEY_GROUPS } from '../../keyboard/hotkeys.ts';
import { useHotkey } from '../../keyboard/use-hotkey.ts';
import { useDesk } from '../session/desk.ts';
import classes from './help-overlay.module.css';

/** Every key of the page, from the one table. F1 opens and closes it on any screen. */
export function HelpOverlay() {
  const shown = useDesk((desk) => desk.helpShown);
  useHotkey('help', () => useDesk.setState(({ helpShown }) => ({ helpShown: !helpShown })));
  return shown ? <Help onClose={() => useDesk.setState({ helpShown: false })} /> : null;
}

function Help({ onClose }: { onClose: () => void }) {
  const t = useT();
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    sheet.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <div
      ref={sheet}
      className={classes.sheet}
      role="dialog"
      aria-labelledby="help-title"
      tabIndex={-1}
    >
      <div className={classes.head}>
        <h2 className={classes.title} id="help-title">
          {t('hotkey.help-title')}
        </h2>
        <ActionButton
          hotkey="close"
          icon={<IconX size={18} aria-hidden="true" />}
          label={t('hotkey.help-close')}
          onAct={onClose}
        />
      </div>
      <div className={classes.groups}>
        {HOTKEY_GROUPS.map((group) => (
          <KeyList key={group} title={t(`hotkey-group.${group}`)} rows={rowsOf(group)} />
        ))}
        <KeyList
          title={t('hotkey-group.fields')}
          rows={[
            { keys: 'Enter', label: 'hotkey.help-enter' },
            { keys: 'Tab', label: 'hotkey.help-tab' },
            { keys: 'ArrowDown', label: 'hotkey.help-arrows' },
          ]}
        />
      </div>
    </div>
  );
}

interface Row {
  readonly keys: string;
  readonly label: (typeof HOTKEYS)[keyof typeof HOTKEYS]['label'] | HelpOnlyLabel;
}
type HelpOnlyLabel = 'hotkey.help-enter' | 'hotkey.help-tab' | 'hotkey.help-arrows';

function rowsOf(group: HotkeyGroup): Row[] {
  return Object.values(HOTKEYS).filter((hotkey) => hotkey.group === group);
}

function KeyList({ title, rows }: { title: string; rows: readonly Row[] }) {
  const t = useT();
  return (
    <section className={classes.group} aria-label={title}>
      <h3 className={classes['group-title']}>{title}</h3>
      <ul className={classes.rows}>
        {rows.map(({ keys, label }) => (
          <li key={label} className={classes.row}>
            <span>{t(label)}</span>
            <span className={classes.spoken}>{keys}</span>
            <KeyHint keys={keys} />
          </li>
        ))}
      </ul>
    </section>
  );
}
