import { vietnameseDate } from '../../domain/calendar-date.ts';
import type { DeviceError } from '../../devices/device-error.ts';
import { DEVICE_ERROR_CODES } from '../capture/device-failure.ts';
import type { StationContext } from '../context.ts';

/** Faults of these kinds are somebody's doing and pass; the others are worth an incident. */
const PASSING: ReadonlySet<DeviceError['code']> = new Set([
  'cancelled',
  'finger-timeout',
  'busy',
  'not-supported',
]);

/** Whether a technician is to see it. */
export function isWorthAnIncident({ code }: DeviceError): boolean {
  return !PASSING.has(code);
}

/** Writes down what goes wrong at the devices: one incident as long as the same fault lasts, and a count by kind and day. */
export class DeviceIncidents {
  readonly #context: StationContext;

  constructor(context: StationContext) {
    this.#context = context;
  }

  /** @param device id of the device, or the kind of ports that cannot be listed */
  note(error: DeviceError, device: string): void {
    if (!isWorthAnIncident(error)) return;
    const { store } = this.#context;
    const officerSaw = DEVICE_ERROR_CODES[error.code];
    const open = store.incidents.findOpen(error.code, device);
    const written = store.writeEssential(this.#context.actor(), (transaction) => {
      transaction.devices.countError(device, vietnameseDate(Date.now()), error.code);
      if (open) return transaction.incidents.seenAgain(open.id);
      const { id } = transaction.incidents.add({
        code: error.code,
        device,
        whatOfficerSaw: officerSaw,
        detail: error.detail,
        dossierId: this.#context.openDossierId(),
      });
      const detail = { incidentId: id, code: error.code, device };
      transaction.audit({ kind: 'incident.opened', detail });
    });
    if (!written.ok)
      process.stderr.write(`incident ${error.code} at ${device}: the disk is full\n`);
  }
}
