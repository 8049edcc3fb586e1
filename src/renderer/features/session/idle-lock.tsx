import { IconClockPause } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useT } from '../../i18n/i18n.tsx';
import { useCall, useStationEvent } from '../../station/hooks.ts';
import { flushSaves } from '../groups/pending-saves.ts';
import classes from './bands.module.css';
import type { Idle } from './idle.ts';
import { idleAt } from './idle.ts';

const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** Locks a window that nobody touches, after a countdown that any key ends. */
export function IdleLock({ minutes, locked }: { minutes: number; locked: boolean }) {
  const t = useT();
  const { call } = useCall('session.lock');
  const lastTouchMs = useRef(0);
  const [idle, setIdle] = useState<Idle>({ kind: 'active' });
  // A citizen with a finger on the scanner is at work, though no key is pressed.
  useStationEvent('fingerprint.progress', () => {
    lastTouchMs.current = performance.now();
  });
  useEffect(() => {
    if (locked) return undefined;
    function touch(): void {
      lastTouchMs.current = performance.now();
    }
    function look(): void {
      const now = idleAt(performance.now(), lastTouchMs.current, minutes);
      setIdle((before) => (sameIdle(before, now) ? before : now));
      if (now.kind !== 'lock') return;
      touch();
      void flushSaves().then(() => call({ cause: 'idle' }));
    }
    touch();
    for (const name of TOUCHES) window.addEventListener(name, touch, { capture: true });
    const timer = setInterval(look, 500);
    return () => {
      clearInterval(timer);
      for (const name of TOUCHES) window.removeEventListener(name, touch, { capture: true });
      setIdle({ kind: 'active' });
    };
  }, [minutes, locked, call]);
  if (idle.kind !== 'warning') return null;
  return (
    <div className={classes.idle} role="status">
      <IconClockPause size={24} aria-hidden="true" />
      {t('lock.countdown', { seconds: idle.secondsLeft })}
    </div>
  );
}

function sameIdle(a: Idle, b: Idle): boolean {
  return (
    a.kind === b.kind &&
    (a.kind !== 'warning' || b.kind !== 'warning' || a.secondsLeft === b.secondsLeft)
  );
}
