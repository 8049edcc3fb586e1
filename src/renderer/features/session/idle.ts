/** How long before the lock its countdown shows. */
export const IDLE_WARNING_SECONDS = 30;

export type Idle =
  | { readonly kind: 'active' }
  | { readonly kind: 'warning'; readonly secondsLeft: number }
  | { readonly kind: 'lock' };

/** Where an untouched window stands on the way to its lock; 0 minutes means that it never locks. */
export function idleAt(nowMs: number, lastTouchMs: number, lockMinutes: number): Idle {
  if (lockMinutes <= 0) return { kind: 'active' };
  const secondsLeft = Math.ceil((lastTouchMs + lockMinutes * 60_000 - nowMs) / 1000);
  if (secondsLeft <= 0) return { kind: 'lock' };
  return secondsLeft <= IDLE_WARNING_SECONDS
    ? { kind: 'warning', secondsLeft }
    : { kind: 'active' };
}
