import { useEffect, useRef } from 'react';
import type { WedgeBurst } from '../../../domain/keyboard-wedge.ts';
import { NO_BURST, wedgePress } from '../../../domain/keyboard-wedge.ts';
import { useKeyboardReach } from '../../keyboard/keyboard-reach.tsx';
import { useStationEvent } from '../../station/hooks.ts';
import type { ScannedCode } from './scanned-code.ts';
import { readScannedCode } from './scanned-code.ts';

/** Hears the code scanner, whether it speaks HID POS to the station or types like a keyboard. */
export function useScannedCode(onCode: (code: ScannedCode) => void): void {
  const inReach = useKeyboardReach();
  const latest = useRef(onCode);
  useEffect(() => {
    latest.current = onCode;
  });
  useStationEvent('code.scanned', ({ text }) => {
    if (inReach) latest.current(readScannedCode(text));
  });
  useEffect(() => {
    if (!inReach) return undefined;
    return listenToWedge((text) => latest.current(readScannedCode(text)));
  }, [inReach]);
}

function listenToWedge(onText: (text: string) => void): () => void {
  let burst: WedgeBurst = NO_BURST;
  let before: FieldContent | null = null;
  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const press = { key: event.key, atMs: event.timeStamp, repeat: event.repeat };
    const contentNow = fieldContent(event.target);
    const result = wedgePress(burst, press);
    if (result.burst.text.length === 1) before = contentNow;
    burst = result.burst;
    if (result.code === null) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (before) putBack(before);
    before = null;
    onText(result.code);
  }
  window.addEventListener('keydown', onKeyDown, { capture: true });
  return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
}

interface FieldContent {
  readonly field: HTMLInputElement;
  readonly text: string;
}

function fieldContent(target: EventTarget | null): FieldContent | null {
  return target instanceof HTMLInputElement ? { field: target, text: target.value } : null;
}

/** Takes the scanned characters out of the field that happened to have the focus. */
function putBack({ field, text }: FieldContent): void {
  // React watches the field's own setter; the prototype's lets it see the change as typed.
  Reflect.set(HTMLInputElement.prototype, 'value', text, field);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
