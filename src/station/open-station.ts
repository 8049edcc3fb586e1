import type { Boot } from '../contract/channel.ts';
import type { Store } from '../store/index.ts';
import { purgeAcknowledged } from '../store/index.ts';
import { fail, StationApp } from './app.ts';
import type { Caller } from './app.ts';
import { registerBatch } from './batch/batch-procedures.ts';
import { enrolAtMinistry } from './batch/enrolment.ts';
import { NightlyBatch } from './batch/nightly-batch.ts';
import { registerCapture } from './capture/capture-procedures.ts';
import { FingerprintCapture } from './capture/fingerprint-capture.ts';
import { HeadControl } from './capture/head-control.ts';
import { PortraitCapture } from './capture/portrait-capture.ts';
import type { StationContext } from './context.ts';
import { registerDay } from './day/day-procedures.ts';
import { DeviceConsole } from './devices/device-console.ts';
import { registerDevices } from './devices/device-procedures.ts';
import { StationRack } from './devices/station-rack.ts';
import { registerTrustAnchors } from './devices/trust-anchors.ts';
import { registerDossier } from './dossier/dossier-procedures.ts';
import type { StationEvents } from './events.ts';
import { registerMasterData } from './master-data/master-data-procedures.ts';
import { CredentialCheck } from './people/credentials.ts';
import { registerSession } from './people/session-procedures.ts';
import { Session } from './people/session.ts';
import { registerUsers } from './people/user-procedures.ts';
import { registerShift } from './shift/shift-procedures.ts';
import { Companions } from './training/companions.ts';
import { registerTraining } from './training/training-procedures.ts';

/** A station whose store is open: its use-cases, devices and clock, composed. */
export class OpenStation {
  readonly app: StationApp;
  readonly #context: StationContext;
  readonly #session: Session;
  readonly #rack: StationRack;
  readonly #batch: NightlyBatch;
  readonly #companions: Companions;
  /** The ministry of training is known to the station (false: it did not start); true in production. */
  readonly #ministryJoined: Promise<boolean>;
  #clock: NodeJS.Immediate | undefined;

  private constructor(opened: Omit<StationContext, 'scannerAbilities'>, session: Session) {
    const context = { ...opened, scannerAbilities: () => this.#rack.scannerAbilities() };
    this.#context = context;
    this.#session = session;
    this.#companions = new Companions(context.boot);
    this.#rack = new StationRack(
      context,
      this.#companions.rig.then((rig) => rig?.devices),
    );
    this.#ministryJoined = this.#joinEmbeddedMinistry();
    this.#batch = new NightlyBatch(context, this.#ministryJoined);
    this.app = this.#compose();
  }

  /** Answers as soon as people can sign in; scanner and ministry of training may still be starting. */
  static start(boot: Boot, store: Store, events: StationEvents): OpenStation {
    const session = new Session(store, boot.shellNonce);
    const actor = () => ({ userId: session.record().userId });
    const openDossierId = () => session.record().openDossierId;
    const station = new OpenStation({ boot, store, events, actor, openDossierId }, session);
    station.#begin();
    return station;
  }

  stationId(): string {
    return this.#context.store.settings.get('stationId') ?? '';
  }

  async close(): Promise<void> {
    clearImmediate(this.#clock);
    await this.#batch.stop();
    this.#companions.startNoMore();
    // The rack lets go of the scanner before it disappears: no incident.
    await this.#rack.stop();
    await this.#ministryJoined;
    await this.#companions.stop();
    this.#context.store.close();
  }

  #compose(): StationApp {
    const context = this.#context;
    const app = new StationApp({
      caller: () => this.#callerNow(),
      onRefused: (procedure, cause) => this.#auditRefusal(procedure, cause),
    });
    const { rig } = this.#companions;
    const citizen = rig.then((training) => training?.citizen);
    const fingerprints = new FingerprintCapture(context, this.#rack, citizen);
    const desk = new DeviceConsole(context, this.#rack, citizen);
    const portraits = new PortraitCapture(context, this.#rack);
    const head = new HeadControl(this.#rack);
    registerSession(app, context, {
      session: this.#session,
      credentials: new CredentialCheck(context),
      onLeave: () => {
        for (const work of [fingerprints, portraits, head, desk]) work.cancel();
      },
    });
    registerUsers(app, context, this.#session);
    registerShift(app, context, this.#session);
    registerDossier(app, context, this.#session);
    registerCapture(app, context, { fingerprints, portraits, head });
    registerDevices(app, context, { rack: this.#rack, console: desk });
    registerTrustAnchors(app, context, this.#rack);
    registerDay(app, context);
    registerBatch(app, context, { batch: this.#batch, session: this.#session });
    registerMasterData(app, context);
    registerTraining(app, context, { rack: this.#rack, rig });
    // Answered by the station itself, open or not.
    for (const name of ['station.get', 'station.setUp', 'station.unlock'] as const) {
      app.method(name, () => fail('already-set-up'));
    }
    const forgotten = app.unhandled();
    if (forgotten.length > 0) throw new Error(`no handler for ${forgotten.join(', ')}`);
    return app;
  }

  #callerNow(): Caller {
    const caller = this.#session.caller();
    if (caller.role) this.#companions.start();
    return caller;
  }

  #begin(): void {
    const { boot, store } = this.#context;
    store.write({ userId: null }, (transaction) => {
      transaction.sessions.deleteAllBut(boot.shellNonce);
      transaction.audit({ kind: 'station.started', detail: { version: boot.version } });
    });
    const retentionDays = store.settings.get('retentionDays');
    purgeAcknowledged(store, { now: Date.now(), retentionDays });
    // Finding out about the time zone takes longer than opening the store: the first screen goes before.
    this.#clock = setImmediate(() => this.#batch.schedule());
  }

  /** The embedded ministry of training may have another port after each start. */
  async #joinEmbeddedMinistry(): Promise<boolean> {
    const { training, emulation } = this.#context.boot;
    if (!training || !emulation.ministry) return true;
    const ministry = await this.#companions.ministry;
    if (!ministry) return false;
    const { url, caPem, enrolmentCode: code } = ministry;
    const known = this.#context.store.settings.get('ministry');
    if (known?.caPem === caPem) {
      const written = this.#context.store.write({ userId: null }, (transaction) =>
        transaction.settings.set('ministry', { ...known, url }),
      );
      return written.ok;
    }
    const enrolled = await enrolAtMinistry(this.#context, { url, code, caPem });
    if (enrolled.ok) return true;
    process.stderr.write(
      `The embedded ministry did not enrol the station: ${enrolled.error.code}\n`,
    );
    return false;
  }

  /** What rights, lock or schema refused. Asking before anyone has signed in is no news. */
  #auditRefusal(procedure: string, cause: string): void {
    if (cause === 'not-signed-in') return;
    this.#context.store.writeEssential(this.#context.actor(), (transaction) => {
      transaction.audit({ kind: 'call.refused', detail: { procedure, cause } });
    });
  }
}
