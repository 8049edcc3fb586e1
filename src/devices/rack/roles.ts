/** Who does the work of one role, and since when nobody does. */
export interface RoleHolder {
  /** The device that serves, or the last one that did. */
  readonly deviceId: string;
  /** Milliseconds of a steady clock at which it went away; undefined while it serves. */
  readonly goneSince: number | undefined;
}

/** A device that can do the role's work now. */
export interface FitDevice {
  readonly deviceId: string;
  /** A technician wants it before others. */
  readonly preferred: boolean;
  /** It serves for want of a better one: any fit device that is not for want takes over from it. */
  readonly fallback: boolean;
  /** Of two that nobody prefers, the higher one serves. */
  readonly rank: number;
}

/**
 * Who serves a role from now on. Who serves goes on serving while it is fit: a second scanner on the rack changes
 * nothing in the middle of a dossier, unless a technician prefers it. One that went away has a grace time, in which a
 * cable that was only touched comes back; then the next fit device serves. One that serves for want of a better one
 * makes way when a better one comes.
 * @param fit those that can do the work now
 * @param before who served until now; undefined when nobody ever did
 * @param now milliseconds of a steady clock
 */
export function nextHolder(
  fit: readonly FitDevice[],
  before: RoleHolder | undefined,
  now: number,
  graceMs: number,
): RoleHolder | undefined {
  const preferred = fit.find((device) => device.preferred);
  if (preferred) return serving(preferred);
  const same = fit.find(({ deviceId }) => deviceId === before?.deviceId);
  const makesWay = same?.fallback === true && fit.some(({ fallback }) => !fallback);
  if (same && !makesWay) return serving(same);
  const goneSince = before === undefined ? undefined : (before.goneSince ?? now);
  const isAwaited = !makesWay && goneSince !== undefined && now - goneSince < graceMs;
  if (before !== undefined && isAwaited) {
    return { deviceId: before.deviceId, goneSince };
  }
  const [next] = fit.toSorted(
    (one, other) => Number(one.fallback) - Number(other.fallback) || other.rank - one.rank,
  );
  if (next) return serving(next);
  return before === undefined ? undefined : { deviceId: before.deviceId, goneSince };
}

function serving({ deviceId }: FitDevice): RoleHolder {
  return { deviceId, goneSince: undefined };
}
