import type { Answer } from '../../contract/channel.ts';
import type { EventPayload } from '../../contract/events.ts';
import type { ProcedureOutput } from '../../contract/procedures.ts';
import { fingerThreshold } from '../../domain/capture-plan.ts';
import type { PrintTarget } from '../../domain/print-target.ts';
import { unreachable } from '../../domain/result.ts';
import type { CaptureProgress, FingerprintScanner } from '../../devices/modality.ts';
import type { DossierRow, FingerprintRecord } from '../../store/index.ts';
import { fail } from '../app.ts';
import type { StationContext } from '../context.ts';
import type { StationRack } from '../devices/station-rack.ts';
import { dossierView } from '../dossier/dossier-view.ts';
import { captureOrder } from './capture-order.ts';
import type { CaptureOrder } from './capture-order.ts';
import { restExaminer, wakeExaminer } from './examine-taken.ts';
import { readPrints } from './read-prints.ts';
import { savePrints } from './save-prints.ts';
import type { ReadPrint } from './save-prints.ts';

type Taken = ProcedureOutput<'fingerprint.capture'>;
type Progress = EventPayload<'fingerprint.progress'>;

/** The person in front of the scanner, when it is a simulated one. */
export interface FingerPresenter {
  /** Lays down the fingers that the capture is to take. */
  present(order: CaptureOrder): Promise<void>;
  lift(): Promise<void>;
}

/** What a capture needs of the rack: the scanner that serves now, and whom to tell of its trouble. */
export type ServingScanner = Pick<StationRack, 'fingerprintScanner' | 'trouble'>;

/** Takes prints, one capture at a time: wait, read, judge, save. Nothing is kept of an attempt that fails. */
export class FingerprintCapture {
  readonly #context: StationContext;
  readonly #rack: ServingScanner;
  readonly #presenter: Promise<FingerPresenter | undefined>;
  #running: AbortController | undefined;
  /** The device of the capture that runs: its incidents are named after it. */
  #deviceId = '';
  /** The scanner whose sensor still has the fingers of the last capture on it. */
  #fingerOn: FingerprintScanner | undefined;
  /** The simulated person takes the fingers away. */
  #lifting: Promise<void> | undefined;

  constructor(
    context: StationContext,
    rack: ServingScanner,
    presenter: Promise<FingerPresenter | undefined>,
  ) {
    this.#context = context;
    this.#rack = rack;
    this.#presenter = presenter;
  }

  cancel(): void {
    this.#running?.abort();
    restExaminer();
  }

  async take(dossierId: string, target: PrintTarget): Promise<Answer<Taken>> {
    if (this.#running) return fail('already-running');
    const running = new AbortController();
    this.#running = running;
    try {
      return await this.#take(dossierId, target, running.signal);
    } finally {
      this.#running = undefined;
    }
  }

  async #take(dossierId: string, target: PrintTarget, signal: AbortSignal): Promise<Answer<Taken>> {
    const order = captureOrder(this.#context, dossierId, target);
    if (!order.ok) return order;
    const serving = await this.#rack.fingerprintScanner();
    if (!serving.ok) return serving;
    const { scanner, deviceId, driver } = serving.value;
    this.#deviceId = deviceId;
    const startedBy = this.#context.actor().userId;
    const prints = await this.#read(scanner, order.value, signal);
    // Somebody else sits there now, or nobody: the prints are not theirs to save.
    if (signal.aborted || this.#context.actor().userId !== startedBy) return fail('cancelled');
    if (!prints.ok) return prints;
    const { make, model, serialNumber } = scanner.info;
    const device = { make, model, serialNumber, deviceId, driver };
    const { dossier } = order.value;
    const saved = savePrints(this.#context, dossier, prints.value, device);
    return saved.ok ? this.#answer(dossier, saved.value) : saved;
  }

  async #read(
    scanner: FingerprintScanner,
    order: CaptureOrder,
    signal: AbortSignal,
  ): Promise<Answer<readonly ReadPrint[]>> {
    const { target, exceptions } = order;
    wakeExaminer();
    await this.#lifting;
    const lifted = await this.#waitForLift(scanner, target, signal);
    if (!lifted.ok) return lifted;
    const presenter = await this.#presenter;
    await presenter?.present(order);
    const taken = await scanner.capture(
      target,
      signal,
      (progress) => this.#tell(scanner, target, progress),
      { exceptions },
    );
    this.#fingerOn = taken.ok ? scanner : undefined;
    // What came of them is shown before the fingers are away.
    this.#lifting = presenter && lift(presenter);
    if (!taken.ok) return this.#rack.trouble(taken.error, this.#deviceId);
    this.#progress(scanner, target, { phase: 'assessing' });
    const prints = await readPrints(taken.value, order);
    return prints.ok ? prints : this.#rack.trouble(prints.error, this.#deviceId);
  }

  /** Fingers that still lie on the sensor would be taken for the next ones. */
  async #waitForLift(
    scanner: FingerprintScanner,
    target: PrintTarget,
    signal: AbortSignal,
  ): Promise<Answer<void>> {
    if (this.#fingerOn !== scanner) return { ok: true, value: undefined };
    this.#progress(scanner, target, { phase: 'lift-finger' });
    const lifted = await scanner.waitForLift(signal);
    if (lifted.ok) this.#fingerOn = undefined;
    return lifted.ok ? lifted : this.#rack.trouble(lifted.error, this.#deviceId);
  }

  #answer(dossier: DossierRow, captures: readonly FingerprintRecord[]): Answer<Taken> {
    const { store } = this.#context;
    const row = store.dossiers.get(dossier.id);
    if (!row) throw new Error('saved prints have their dossier');
    const thresholds = store.settings.get('thresholds');
    const prints = captures.map(({ id: captureId, position, impression, quality, reasons }) => {
      const accepted = quality >= fingerThreshold(position, thresholds);
      return { captureId, position, impression, quality, reasons, accepted };
    });
    const view = dossierView(this.#context, row);
    if (view.fingerprints.complete) restExaminer();
    return { ok: true, value: { prints, dossier: view } };
  }

  #tell(scanner: FingerprintScanner, target: PrintTarget, progress: CaptureProgress): void {
    switch (progress.phase) {
      case 'waiting-for-finger':
        this.#progress(scanner, target, { phase: 'waiting-for-finger' });
        break;
      case 'reading': {
        const { rowsDone, image } = progress;
        const { widthPixels, heightPixels, pixels } = image;
        const done = pixels.subarray(0, rowsDone * widthPixels);
        const picture = { widthPixels, heightPixels, rowsDone, pixels: done };
        this.#progress(scanner, target, { phase: 'reading', ...picture });
        break;
      }
      case 'preview':
        this.#progress(scanner, target, { phase: 'preview', jpeg: progress.jpeg });
        break;
      default:
        unreachable(progress);
    }
  }

  #progress(
    scanner: FingerprintScanner,
    target: PrintTarget,
    change: Partial<Progress> & Pick<Progress, 'phase'>,
  ): void {
    const { widthPixels, heightPixels } = scanner.info;
    const nothing = { widthPixels, heightPixels, rowsDone: 0, pixels: null, jpeg: null };
    this.#context.events.emit('fingerprint.progress', { target, ...nothing, ...change });
  }
}

/** A scanner of training that was stopped meanwhile has no finger on it any more. */
async function lift(presenter: FingerPresenter): Promise<void> {
  try {
    await presenter.lift();
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  }
}
