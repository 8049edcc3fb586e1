import type { DeviceErrorCode } from '../device-error.ts';

const DRIVER_FAULTS: ReadonlySet<DeviceErrorCode> = new Set([
  'driver-blocked',
  'driver-leaked',
  'driver-died',
]);

/** A driver that fails so often within the time is not started again by itself. */
const MOST_FAULTS = 3;
const WITHIN_MS = 300_000;

/**
 * Counts what drivers do to their processes. A device whose driver failed three times in five minutes is left alone until
 * it is plugged again or a technician asks for it.
 */
export class DriverFaults {
  readonly #faults = new Map<string, number[]>();

  /** @param now milliseconds of a steady clock */
  note(deviceId: string, code: DeviceErrorCode, now: number): void {
    if (!DRIVER_FAULTS.has(code)) return;
    const recent = (this.#faults.get(deviceId) ?? []).filter((at) => now - at < WITHIN_MS);
    this.#faults.set(deviceId, [...recent, now]);
  }

  isGivenUp(deviceId: string): boolean {
    return (this.#faults.get(deviceId)?.length ?? 0) >= MOST_FAULTS;
  }

  forgive(deviceId: string): void {
    this.#faults.delete(deviceId);
  }
}
