import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { HotkeyName } from '../keyboard/hotkeys.ts';
import { HOTKEYS, ariaKeys } from '../keyboard/hotkeys.ts';
import { useHotkey } from '../keyboard/use-hotkey.ts';
import { KeyHint } from './key-hint.tsx';

export interface Action {
  readonly label: string;
  readonly onAct: () => void;
  /** The key that does the same; shown on the button. */
  readonly hotkey?: HotkeyName;
  readonly icon?: ReactNode;
  /** The act cannot be done now; `label` or the screen says why. */
  readonly disabled?: boolean;
  /** The act is being done. */
  readonly pending?: boolean;
}

export type Emphasis = 'primary' | 'secondary' | 'quiet' | 'danger';

const VARIANTS = {
  primary: 'filled',
  secondary: 'default',
  quiet: 'subtle',
  danger: 'outline',
} as const satisfies Record<Emphasis, string>;

/** A button of at least 44 px with its key on it, which works from anywhere on the screen. */
export function ActionButton({
  emphasis = 'secondary',
  large = false,
  ...action
}: Action & { emphasis?: Emphasis; large?: boolean }) {
  const { hotkey, disabled = false, pending = false } = action;
  const idle = !disabled && !pending;
  useHotkey(hotkey ?? 'primary', action.onAct, hotkey !== undefined && idle);
  const keys = hotkey && HOTKEYS[hotkey].keys;
  return (
    <Button
      type="button"
      variant={VARIANTS[emphasis]}
      color={emphasis === 'danger' ? 'red' : 'blue'}
      size={large ? 'lg' : 'md'}
      disabled={disabled}
      aria-busy={pending || undefined}
      data-pending={pending || undefined}
      onClick={() => {
        if (idle) action.onAct();
      }}
      leftSection={action.icon}
      rightSection={keys && <KeyHint keys={keys} onDark={emphasis === 'primary' && !disabled} />}
      aria-keyshortcuts={keys && ariaKeys(keys)}
    >
      {action.label}
    </Button>
  );
}
