import { useEffect, useRef } from 'react';
import type { HotkeyName, KeyPress } from './hotkeys.ts';
import { HOTKEYS, isPressed } from './hotkeys.ts';
import { useKeyboardReach } from './keyboard-reach.tsx';

interface Binding {
  readonly name: HotkeyName;
  readonly handle: () => void;
}

/** Screens put their keys on top; the topmost one that matches acts. */
const bindings: Binding[] = [];

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const binding = matching(event);
  if (!binding) return;
  event.preventDefault();
  event.stopPropagation();
  // A key held down acts once: nobody means to confirm twice.
  if (!event.repeat) binding.handle();
}

function matching(press: KeyPress): Binding | undefined {
  return bindings.findLast((binding) => isPressed(HOTKEYS[binding.name].keys, press));
}

/** Gives a key of the table its meaning for as long as the screen is shown and `enabled`. */
export function useHotkey(name: HotkeyName, handle: () => void, enabled = true): void {
  const heard = useKeyboardReach() && enabled;
  const latest = useRef(handle);
  useEffect(() => {
    latest.current = handle;
  });
  useEffect(() => {
    if (!heard) return undefined;
    const binding: Binding = { name, handle: () => latest.current() };
    if (bindings.length === 0) window.addEventListener('keydown', onKeyDown);
    bindings.push(binding);
    return () => {
      bindings.splice(bindings.indexOf(binding), 1);
      if (bindings.length === 0) window.removeEventListener('keydown', onKeyDown);
    };
  }, [name, heard]);
}
