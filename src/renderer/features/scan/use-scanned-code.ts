import { useEffect, useRef } from 'react';
import { WedgeScanner } from '../../../devices/drivers/wedge-scanner.ts';
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
    const scanner = new WedgeScanner();
    scanner.onEvent((event) => {
      if (event.kind === 'code') latest.current(readScannedCode(event.code.text));
    });
    return () => void scanner.close();
  }, [inReach]);
}
