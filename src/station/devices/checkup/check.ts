import type { DeviceCheckup } from '../../../store/index.ts';

export type Check = DeviceCheckup['checks'][number];

/** A figure that must not be above its limit; the unit stands in the name. */
export function atMost(name: string, value: number, limit: number): Check {
  return { name, ok: value <= limit, value: rounded(value), limit };
}

/** A figure that must not be below its limit. */
export function atLeast(name: string, value: number, limit: number): Check {
  return { name, ok: value >= limit, value: rounded(value), limit };
}

/** Something that works or does not. */
export function works(name: string, ok: boolean): Check {
  return { name, ok, value: null, limit: null };
}

/** @param at milliseconds since 1970 */
export function checkupOf(checks: readonly Check[], at: number): DeviceCheckup {
  return { at, ok: checks.every((check) => check.ok), checks: [...checks] };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
