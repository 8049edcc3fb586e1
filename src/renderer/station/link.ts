import { create } from 'zustand';

/** Whether the station process answers, as the shell last said. */
export const useLink = create<{ readonly up: boolean }>(() => ({ up: true }));

/** Longest wait for a station that is being restarted before its call is given up. */
const PATIENCE_MS = 30_000;

/** Resolves true when the station answers again, false when it took too long. */
export function whenUp(patienceMs: number = PATIENCE_MS): Promise<boolean> {
  if (useLink.getState().up) return Promise.resolve(true);
  return new Promise((resolve) => {
    const timer = setTimeout(() => finish(false), patienceMs);
    const stop = useLink.subscribe((link) => {
      if (link.up) finish(true);
    });
    function finish(up: boolean): void {
      clearTimeout(timer);
      stop();
      resolve(up);
    }
  });
}
