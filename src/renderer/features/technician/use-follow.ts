import { useEffect, useRef } from 'react';

/** Asks now and then again for what comes without an event, for as long as it is shown. */
export function useFollow(ask: () => void, everyMs: number): void {
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    latest.current();
    const timer = setInterval(() => latest.current(), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}
