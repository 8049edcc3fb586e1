import type { MessageKey } from '../i18n/messages.ts';

/** Where a key is listed in the help. */
export const HOTKEY_GROUPS = [
  'everywhere',
  'steps',
  'capture',
  'head',
  'supervisor',
  'technician',
] as const;
export type HotkeyGroup = (typeof HOTKEY_GROUPS)[number];

export interface Hotkey {
  /** As a person reads it on the key: `Ctrl+Enter`. The last part is a `KeyboardEvent.key`. */
  readonly keys: string;
  readonly group: HotkeyGroup;
  readonly label: MessageKey;
}

/** Every key of the page, in one table. Keys that a screen does not use do nothing there. */
export const HOTKEYS = {
  help: { keys: 'F1', group: 'everywhere', label: 'hotkey.help' },
  newDossier: { keys: 'F2', group: 'everywhere', label: 'hotkey.new-dossier' },
  search: { keys: 'F3', group: 'everywhere', label: 'hotkey.search' },
  lock: { keys: 'F4', group: 'everywhere', label: 'hotkey.lock' },
  handOver: { keys: 'F6', group: 'everywhere', label: 'hotkey.hand-over' },
  close: { keys: 'Escape', group: 'everywhere', label: 'hotkey.close' },
  primary: { keys: 'Ctrl+Enter', group: 'steps', label: 'hotkey.primary' },
  back: { keys: 'Alt+ArrowLeft', group: 'steps', label: 'hotkey.back' },
  copy: { keys: 'F7', group: 'steps', label: 'hotkey.copy' },
  home: { keys: 'Alt+Home', group: 'steps', label: 'hotkey.home' },
  capture: { keys: 'F8', group: 'capture', label: 'hotkey.capture' },
  exception: { keys: 'F9', group: 'capture', label: 'hotkey.exception' },
  attach: { keys: 'Alt+A', group: 'capture', label: 'hotkey.attach' },
  retake: { keys: 'Alt+R', group: 'capture', label: 'hotkey.retake' },
  // Alt+← is the way back in every step: the camera head has the arrows with Ctrl.
  headLeft: { keys: 'Ctrl+ArrowLeft', group: 'head', label: 'hotkey.head-left' },
  headRight: { keys: 'Ctrl+ArrowRight', group: 'head', label: 'hotkey.head-right' },
  headUp: { keys: 'Ctrl+ArrowUp', group: 'head', label: 'hotkey.head-up' },
  headDown: { keys: 'Ctrl+ArrowDown', group: 'head', label: 'hotkey.head-down' },
  headIn: { keys: 'Ctrl+Plus', group: 'head', label: 'hotkey.head-in' },
  headOut: { keys: 'Ctrl+Minus', group: 'head', label: 'hotkey.head-out' },
  headCentre: { keys: 'Alt+C', group: 'head', label: 'hotkey.head-centre' },
  approve: { keys: 'F8', group: 'supervisor', label: 'hotkey.approve' },
  sendBack: { keys: 'F9', group: 'supervisor', label: 'hotkey.send-back' },
  print: { keys: 'Alt+P', group: 'everywhere', label: 'hotkey.print' },
  lookAtPorts: { keys: 'F5', group: 'technician', label: 'hotkey.look-at-ports' },
  replaceDevice: { keys: 'F7', group: 'technician', label: 'hotkey.replace-device' },
  liveImage: { keys: 'F8', group: 'technician', label: 'hotkey.live-image' },
  selfTest: { keys: 'F9', group: 'technician', label: 'hotkey.self-test' },
  calibrate: { keys: 'Alt+C', group: 'technician', label: 'hotkey.calibrate' },
  tryAgain: { keys: 'Alt+T', group: 'technician', label: 'hotkey.try-again' },
  prefer: { keys: 'Alt+U', group: 'technician', label: 'hotkey.prefer' },
  setAside: { keys: 'Alt+S', group: 'technician', label: 'hotkey.set-aside' },
  nextPlace: { keys: 'Ctrl+PageDown', group: 'technician', label: 'hotkey.next-place' },
  previousPlace: { keys: 'Ctrl+PageUp', group: 'technician', label: 'hotkey.previous-place' },
} as const satisfies Record<string, Hotkey>;

export type HotkeyName = keyof typeof HOTKEYS;

/** What a key press has to say for itself: the part of `KeyboardEvent` that a match looks at. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/** What is on the key with this name; which of its signs comes, with Shift or without, depends on the keyboard. */
const SIGNS_OF_KEY: Readonly<Record<string, readonly string[]>> = {
  Plus: ['+', '='],
  Minus: ['-', '_'],
};

/** True when the press is exactly this combination, modifiers included. */
export function isPressed(keys: string, press: KeyPress): boolean {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const signs = SIGNS_OF_KEY[key];
  return (
    (signs?.includes(press.key) ?? press.key.toLowerCase() === key.toLowerCase()) &&
    press.ctrlKey === parts.includes('Ctrl') &&
    press.altKey === parts.includes('Alt') &&
    (signs !== undefined || press.shiftKey === parts.includes('Shift')) &&
    !press.metaKey
  );
}

const SIGNS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Escape: 'Esc',
  Plus: '+',
  Minus: '−',
};

/** The parts of a combination as they are printed on the keys. */
export function keySigns(keys: string): string[] {
  return keys.split('+').map((part) => SIGNS[part] ?? part);
}

/** The combination as `aria-keyshortcuts` writes it (WAI-ARIA 1.2). */
export function ariaKeys(keys: string): string {
  return keys.replace('Ctrl', 'Control');
}
