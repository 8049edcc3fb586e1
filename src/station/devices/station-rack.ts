import type { Answer } from '../../contract/channel.ts';
import type { DeviceView } from '../../contract/views.ts';
import type { DeviceError } from '../../devices/device-error.ts';
import type { FingerprintScanner } from '../../devices/modality.ts';
import type { DeviceInRole } from '../../devices/opened-device.ts';
import type { Rack } from '../../devices/rack/rack.ts';
import type { RackDevice, RackEvent } from '../../devices/rack/rack-device.ts';
import type { Stranger } from '../../devices/rack/stranger.ts';
import type { DeviceRole } from '../../domain/device-role.ts';
import type { FingerprintAbility } from '../../domain/fingerprint-ability.ts';
import { fail } from '../app.ts';
import type { Failure } from '../app.ts';
import { DEVICE_ERROR_CODES, deviceFailure } from '../capture/device-failure.ts';
import type { StationContext } from '../context.ts';
import { DeviceIncidents } from './device-incidents.ts';
import { deviceViews } from './device-view.ts';
import { rackFor } from './rack-for.ts';
import type { EmulatedDevices } from './rack-for.ts';
import { stationCatalogue } from './station-catalogue.ts';
import type { StationCatalogue } from './station-catalogue.ts';
import { WindowCameras } from './window-cameras.ts';
import type { ReportedCamera } from './window-cameras.ts';

/** The rack as the station uses it: tells the page, passes codes on, keeps what is known of each device. */
export class StationRack {
  readonly #context: StationContext;
  readonly #incidents: DeviceIncidents;
  readonly #windowCameras = new WindowCameras();
  /** There once it is known which devices are emulated; every device that is there is then open. */
  readonly #started: Promise<Rack>;
  readonly #catalogue: Promise<StationCatalogue>;
  #rack: Rack | undefined;
  #emulated: EmulatedDevices | undefined;

  /** @param emulated the devices of training; none in production */
  constructor(context: StationContext, emulated: Promise<EmulatedDevices | undefined>) {
    this.#context = context;
    this.#incidents = new DeviceIncidents(context);
    this.#catalogue = emulated.then(() => stationCatalogue(context.boot));
    this.#started = this.#start(emulated);
  }

  async #start(emulated: Promise<EmulatedDevices | undefined>): Promise<Rack> {
    this.#emulated = await emulated;
    const { catalogue } = await this.#catalogue;
    const rack = await rackFor(this.#context, catalogue, this.#emulated);
    this.#rack = rack;
    rack.onEvent((event) => this.#receive(event));
    await rack.start();
    return rack;
  }

  async stop(): Promise<void> {
    await (await this.#started).stop();
  }

  /** The rack itself, once every device that is there is open. */
  get rack(): Promise<Rack> {
    return this.#started;
  }

  /** Looks at the ports now instead of at the next slow look. */
  async refresh(): Promise<void> {
    await (await this.#started).refresh();
  }

  /** A technician has set something for a device, or wants it tried again. */
  async reconsider(deviceId: string): Promise<void> {
    await (await this.#started).reconsider(deviceId);
  }

  /** Ports that no driver is for, and descriptions that were refused. */
  async strangers(): Promise<Strangers> {
    const { findStrangers } = await import('../../devices/rack/stranger.ts');
    const { catalogue, refused, folder } = await this.#catalogue;
    return { strangers: await findStrangers(catalogue), refused, folder };
  }

  view(): DeviceView[] {
    return deviceViews(
      this.#context.store,
      this.#devices(),
      new Set([...this.#emulatedIds(), ...this.#windowCameras.emulated]),
    );
  }

  /** The window tells which cameras it has now. */
  async reportCameras(cameras: readonly ReportedCamera[]): Promise<void> {
    const rack = await this.#started;
    rack.setWindowCameras(this.#windowCameras.report(cameras));
  }

  /** What the scanner that serves now can take; of the last one while none does. */
  scannerAbilities(): readonly FingerprintAbility[] {
    return this.#rack?.fingerprintAbilities() ?? [];
  }

  /** The scanner that takes prints now, or the trouble that the officer should read of. */
  async fingerprintScanner(): Promise<Answer<ServingScanner>> {
    const serving = await this.serving('fingerprint');
    if (!serving.ok) return serving;
    const { deviceId, device: scanner, driver } = serving.value;
    return { ok: true, value: { deviceId, scanner, driver } };
  }

  /**
   * The device in its own process that does a role's work now, or the trouble that the officer should read of. When
   * there is none, the ports are looked at once more: it may just have come.
   */
  async serving<Role extends DeviceRole>(role: Role): Promise<Answer<ServingDevice<Role>>> {
    const rack = await this.#started;
    const serving = rack.serving(role) ?? (await lookAgain(rack, role));
    const inRole = this.#devices().filter((device) => device.role === role);
    if (serving) {
      const { deviceId, device } = serving;
      const driver = inRole.find(({ id }) => id === deviceId)?.driver ?? '';
      return { ok: true, value: { deviceId, device, driver } };
    }
    // A camera of the window took the role over: the page shows it in a moment.
    if (inRole.some(({ isServing }) => isServing)) return fail('device-busy');
    for (const { health } of inRole) {
      if (health.state === 'failed') return fail(DEVICE_ERROR_CODES[health.error.code]);
    }
    return fail(inRole.length > 0 ? 'device-disconnected' : 'device-none');
  }

  /** Why a device cannot be used, when it cannot. */
  troubleOf(deviceId: string): DeviceError | undefined {
    const device = this.#devices().find(({ id }) => id === deviceId);
    return device?.health.state === 'failed' ? device.health.error : undefined;
  }

  /** What a device answered that is not to be: noted, and told to the officer. */
  trouble(told: DeviceError, deviceId: string): Failure {
    // A device that the rack has closed knows only that; the rack knows why, and has noted it.
    if (told.code === 'not-open') {
      return deviceFailure((this.troubleOf(deviceId) ?? told).code);
    }
    this.report(told, deviceId);
    return deviceFailure(told.code);
  }

  /** A capture failed with this. */
  report(error: DeviceError, device: string): void {
    this.#incidents.note(error, device);
  }

  #emulatedIds(): ReadonlySet<string> {
    const atPorts = (this.#emulated?.candidates() ?? []).map(({ id }) => id);
    // Every service that a training station believes is an emulated one.
    const services = this.#emulated ? this.#devices().filter(({ driver }) => driver === 'sbi') : [];
    return new Set([...atPorts, ...services.map(({ id }) => id)]);
  }

  #devices(): readonly RackDevice[] {
    return this.#rack?.devices() ?? [];
  }

  #receive(event: RackEvent): void {
    switch (event.kind) {
      case 'changed':
        this.#noteChange(event.device);
        this.#tellPage();
        break;
      case 'role':
        this.#tellPage();
        break;
      case 'code-scanner': {
        const text = event.event.kind === 'code' ? event.event.code.text : '';
        this.#context.events.emit('code.scanned', { text });
        break;
      }
      case 'discovery-failed':
        this.report(event.error, event.transport);
        break;
    }
  }

  #tellPage(): void {
    this.#context.events.emit('devices.changed', this.view());
  }

  #noteChange(device: RackDevice): void {
    const { id, health } = device;
    switch (health.state) {
      case 'ready':
        return this.#remember(device);
      case 'failed':
        // One that was never ready can be set aside as well.
        if (!this.#context.store.devices.get(id)) this.#remember(device);
        return this.report(health.error, id);
      case 'unplugged':
        return this.report({ code: 'disconnected', detail: 'unplugged' }, id);
      case 'connecting':
      case 'set-aside':
        return undefined;
    }
  }

  /** Identity, port and firmware of a device: they are shown after it is gone, too. */
  #remember({ id, role, driver, transport, address, info }: RackDevice): void {
    const { make = '', model = '', serialNumber = '', firmware = '' } = info;
    const seen = { id, role, driver, transport, make, model, serialNumber, firmware };
    const written = this.#context.store.write({ userId: null }, (transaction) => {
      transaction.devices.seen({ ...seen, lastPort: address });
    });
    if (!written.ok) process.stderr.write(`device ${id} is not noted: the disk is full\n`);
  }
}

export interface Strangers extends Omit<StationCatalogue, 'catalogue'> {
  readonly strangers: readonly Stranger[];
}

export interface ServingScanner {
  readonly deviceId: string;
  readonly scanner: FingerprintScanner;
  readonly driver: string;
}

export interface ServingDevice<Role extends DeviceRole> {
  readonly deviceId: string;
  readonly device: DeviceInRole<Role>;
  readonly driver: string;
}

/** A look that was under way may have passed the port before the device came: then once more. */
async function lookAgain<Role extends DeviceRole>(
  rack: Rack,
  role: Role,
): Promise<ReturnType<typeof rack.serving<Role>>> {
  await rack.refresh();
  if (!rack.serving(role)) await rack.refresh();
  return rack.serving(role);
}
