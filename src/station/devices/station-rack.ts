import type { Answer } from '../../contract/channel.ts';
import type { DeviceView } from '../../contract/views.ts';
import type { DeviceError } from '../../devices/device-error.ts';
import type { FingerprintScanner } from '../../devices/modality.ts';
import type { Rack, RackDevice, RackEvent } from '../../devices/rack.ts';
import { fail } from '../app.ts';
import { DEVICE_ERROR_CODES } from '../capture/device-failure.ts';
import type { StationContext } from '../context.ts';

/** Faults of these kinds are somebody's doing and pass; the others are worth an incident. */
const PASSING: ReadonlySet<DeviceError['code']> = new Set(['cancelled', 'finger-timeout', 'busy']);

/** The fastest rate of the family: a print of 256×288 takes 3.6 s on the wire instead of 7.1 s. */
const PREFERRED_BAUD_RATE = 115_200;

/** The rack as the station uses it: tells the page, passes codes on, writes incidents. */
export class StationRack {
  readonly #context: StationContext;
  /** There once it is known which ports are emulated; every device that is there is then open. */
  readonly #started: Promise<Rack>;
  #rack: Rack | undefined;
  #emulatedPort: string | undefined;

  constructor(context: StationContext, emulatedPort: Promise<string | undefined>) {
    this.#context = context;
    this.#started = this.#start(emulatedPort);
  }

  async #start(emulatedPort: Promise<string | undefined>): Promise<Rack> {
    this.#emulatedPort = await emulatedPort;
    // The bindings of serial ports and HID: the first screen does not wait for them.
    const { Rack } = await import('../../devices/rack.ts');
    const emulated = this.#emulatedPort === undefined ? [] : [this.#emulatedPort];
    const rack = new Rack({
      serialPorts: emulated,
      // An unattended day with an emulated scanner leaves real ports alone.
      discover: emulated.length === 0 || this.#context.boot.emulation.pace === 'real',
      zfm: { preferredBaudRate: PREFERRED_BAUD_RATE },
    });
    this.#rack = rack;
    rack.onEvent((event) => this.#receive(event));
    await rack.start();
    return rack;
  }

  async stop(): Promise<void> {
    await (await this.#started).stop();
  }

  /** Looks at the ports now instead of at the next slow look. */
  async refresh(): Promise<void> {
    await (await this.#started).refresh();
  }

  view(): DeviceView[] {
    return this.#devices().map((device) => this.#view(device));
  }

  /**
   * The scanner that takes prints now, or the trouble that the officer should read of. When there is none,
   * the ports are looked at once more: it may just have come.
   */
  async fingerprintScanner(): Promise<Answer<{ deviceId: string; scanner: FingerprintScanner }>> {
    const rack = await this.#started;
    const serving = rack.fingerprintScanner() ?? (await lookAgain(rack));
    if (serving) return { ok: true, value: serving };
    const scanners = this.#devices().filter((device) => device.role === 'fingerprint');
    for (const { health } of scanners) {
      if (health.state === 'failed') return fail(DEVICE_ERROR_CODES[health.error.code]);
    }
    return fail(scanners.length > 0 ? 'device-disconnected' : 'device-none');
  }

  /** Why a device cannot be used, when it cannot. */
  troubleOf(deviceId: string): DeviceError | undefined {
    const device = this.#devices().find(({ id }) => id === deviceId);
    return device?.health.state === 'failed' ? device.health.error : undefined;
  }

  #devices(): readonly RackDevice[] {
    return this.#rack?.devices() ?? [];
  }

  /** A capture failed with this; an open incident of the same kind is not opened again. */
  report(error: DeviceError, device: string): void {
    if (PASSING.has(error.code)) return;
    const code = DEVICE_ERROR_CODES[error.code];
    const { store } = this.#context;
    if (store.incidents.findOpen(code, device)) return;
    const written = store.writeEssential(this.#context.actor(), (transaction) => {
      const { id } = transaction.incidents.add({ code, device, whatOfficerSaw: code });
      transaction.audit({ kind: 'incident.opened', detail: { incidentId: id, code, device } });
    });
    if (!written.ok) process.stderr.write(`incident ${code} at ${device}: the disk is full\n`);
  }

  #receive(event: RackEvent): void {
    switch (event.kind) {
      case 'changed':
        this.#noteTrouble(event.device);
        this.#context.events.emit('devices.changed', this.view());
        break;
      case 'code-scanner':
        if (event.event.kind === 'code') {
          this.#context.events.emit('code.scanned', { text: event.event.code.text });
        } else this.#context.events.emit('code.scanned', { text: '' });
        break;
      case 'discovery-failed':
        this.report(event.error, event.transport);
        break;
    }
  }

  #noteTrouble({ id, health }: RackDevice): void {
    if (health.state === 'failed') this.report(health.error, id);
    else if (health.state === 'unplugged') {
      this.report({ code: 'disconnected', detail: 'unplugged' }, id);
    }
  }

  #view(device: RackDevice): DeviceView {
    const { health, info } = device;
    return {
      deviceId: device.id,
      role: device.role,
      state: STATES[health.state],
      make: info.make ?? '',
      model: info.model ?? '',
      serialNumber: info.serialNumber ?? '',
      port: device.address,
      transport: device.transport,
      emulated: device.address === this.#emulatedPort,
      problem: health.state === 'failed' ? DEVICE_ERROR_CODES[health.error.code] : null,
    };
  }
}

/** A look that was under way may have passed the port before the device came: then once more. */
async function lookAgain(rack: Rack): Promise<ReturnType<Rack['fingerprintScanner']>> {
  await rack.refresh();
  if (!rack.fingerprintScanner()) await rack.refresh();
  return rack.fingerprintScanner();
}

const STATES = {
  connecting: 'searching',
  ready: 'ready',
  unplugged: 'lost',
  failed: 'trouble',
} as const satisfies Record<RackDevice['health']['state'], DeviceView['state']>;
