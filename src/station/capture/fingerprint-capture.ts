import type { Answer } from '../../contract/channel.ts';
import type { EventPayload } from '../../contract/events.ts';
import type { ProcedureOutput } from '../../contract/procedures.ts';
import { ATTEMPTS_PER_FINGER, fingerThreshold } from '../../domain/capture-plan.ts';
import type { FingerPosition } from '../../domain/finger-position.ts';
import type { GrayImage } from '../../domain/gray-image.ts';
import type { DeviceError } from '../../devices/device-error.ts';
import type { CaptureProgress, FingerprintScanner } from '../../devices/modality.ts';
import { assessFingerprint } from '../../imaging/fingerprint-quality.ts';
import { encodeGrayPng } from '../../imaging/gray-png.ts';
import type { CaptureRecord, DossierRow } from '../../store/index.ts';
import { fail } from '../app.ts';
import type { Failure } from '../app.ts';
import { attempt } from '../context.ts';
import type { StationContext } from '../context.ts';
import type { StationRack } from '../devices/station-rack.ts';
import { findDraft } from '../dossier/dossier-access.ts';
import { attemptsAt, dossierView, readWholeDossier } from '../dossier/dossier-view.ts';
import { deviceFailure } from './device-failure.ts';

/** The live print grows on the page this often: smooth to the eye, light on the channel. */
const PICTURE_EVERY_MS = 40;

type Taken = ProcedureOutput<'fingerprint.capture'>;
type Phase = EventPayload<'fingerprint.progress'>['phase'];

/** The person in front of the scanner, when it is a simulated one. */
export interface FingerPresenter {
  present(dossier: DossierRow, position: FingerPosition, attempt: number): Promise<void>;
  lift(): Promise<void>;
}

/** Takes single prints, one at a time: wait, read, judge, save. Nothing is kept of an attempt that fails. */
export class FingerprintCapture {
  readonly #context: StationContext;
  readonly #rack: StationRack;
  readonly #presenter: Promise<FingerPresenter | undefined>;
  #running: AbortController | undefined;
  #lastPictureAt = 0;
  /** The device of the capture that runs: its incidents are named after it. */
  #deviceId = '';
  /** The scanner whose sensor still has the finger of the last capture on it. */
  #fingerOn: FingerprintScanner | undefined;

  constructor(
    context: StationContext,
    rack: StationRack,
    presenter: Promise<FingerPresenter | undefined>,
  ) {
    this.#context = context;
    this.#rack = rack;
    this.#presenter = presenter;
  }

  cancel(): void {
    this.#running?.abort();
  }

  async take(dossierId: string, position: FingerPosition): Promise<Answer<Taken>> {
    if (this.#running) return fail('already-running');
    const running = new AbortController();
    this.#running = running;
    try {
      return await this.#take(dossierId, position, running.signal);
    } finally {
      this.#running = undefined;
    }
  }

  async #take(
    dossierId: string,
    position: FingerPosition,
    signal: AbortSignal,
  ): Promise<Answer<Taken>> {
    const allowed = this.#mayTake(dossierId, position);
    if (!allowed.ok) return allowed;
    const serving = await this.#rack.fingerprintScanner();
    if (!serving.ok) return serving;
    const { scanner, deviceId } = serving.value;
    this.#deviceId = deviceId;
    const startedBy = this.#context.actor().userId;
    const image = await this.#read(scanner, allowed.value, position, signal);
    // Somebody else sits there now, or nobody: the print is not theirs to save.
    if (signal.aborted || this.#context.actor().userId !== startedBy) return fail('cancelled');
    return image.ok ? this.#save(allowed.value.dossier, position, image.value, scanner) : image;
  }

  #mayTake(
    dossierId: string,
    position: FingerPosition,
  ): Answer<{ dossier: DossierRow; attempts: number }> {
    const draft = findDraft(this.#context.store, dossierId);
    if (!draft.ok) return draft;
    const whole = readWholeDossier(this.#context.store, draft.value);
    if (whole.exceptions.some((exception) => exception.position === position)) {
      return fail('finger-missing');
    }
    const attempts = attemptsAt(whole.captures, position).length;
    if (attempts >= ATTEMPTS_PER_FINGER) {
      return fail('attempts-used-up', { attempts: ATTEMPTS_PER_FINGER });
    }
    return { ok: true, value: { dossier: draft.value, attempts } };
  }

  async #read(
    scanner: FingerprintScanner,
    allowed: { dossier: DossierRow; attempts: number },
    position: FingerPosition,
    signal: AbortSignal,
  ): Promise<Answer<GrayImage>> {
    const lifted = await this.#waitForLift(scanner, position, signal);
    if (!lifted.ok) return lifted;
    const presenter = await this.#presenter;
    await presenter?.present(allowed.dossier, position, allowed.attempts);
    const captured = await scanner.capture(signal, (progress) =>
      this.#tell(scanner, position, progress),
    );
    this.#fingerOn = captured.ok ? scanner : undefined;
    await presenter?.lift();
    return captured.ok ? captured : this.#trouble(captured.error);
  }

  #trouble(told: DeviceError): Failure {
    // A scanner that the rack has closed knows only that; the rack knows why.
    const error = told.code === 'not-open' ? (this.#rack.troubleOf(this.#deviceId) ?? told) : told;
    this.#rack.report(error, this.#deviceId);
    return deviceFailure(error.code);
  }

  /** A finger that still lies on the sensor would be taken for the next one. */
  async #waitForLift(
    scanner: FingerprintScanner,
    position: FingerPosition,
    signal: AbortSignal,
  ): Promise<Answer<void>> {
    if (this.#fingerOn !== scanner) return { ok: true, value: undefined };
    this.#progress(scanner, position, 'lift-finger');
    const lifted = await scanner.waitForLift(signal);
    if (lifted.ok) this.#fingerOn = undefined;
    return lifted.ok ? lifted : this.#trouble(lifted.error);
  }

  async #save(
    dossier: DossierRow,
    position: FingerPosition,
    image: GrayImage,
    scanner: FingerprintScanner,
  ): Promise<Answer<Taken>> {
    const { score, reasons } = assessFingerprint(image);
    const png = await encodeGrayPng(image);
    const { make, model, serialNumber } = scanner.info;
    const saved = attempt(this.#context, (transaction) => {
      const draft = findDraft(transaction, dossier.id);
      if (!draft.ok) return draft;
      const before = attemptsAt(transaction.captures.listByDossier(dossier.id), position);
      const capture = transaction.captures.add({
        dossierId: dossier.id,
        modality: 'fingerprint',
        position,
        attempt: before.length + 1,
        quality: score,
        reasons: [...reasons],
        widthPixels: image.widthPixels,
        heightPixels: image.heightPixels,
        resolutionPpi: image.resolutionPpi,
        mediaType: 'image/png',
        device: { make, model, serialNumber },
        image: png,
      });
      transaction.audit({ kind: 'dossier.fingerprint-captured', detail: auditDetail(capture) });
      return { ok: true, value: capture };
    });
    if (!saved.ok) return saved;
    return this.#answer(dossier, saved.value);
  }

  #answer(dossier: DossierRow, capture: CaptureRecord): Answer<Taken> {
    const { store } = this.#context;
    const { position } = capture;
    const row = store.dossiers.get(dossier.id);
    if (!row || position === null) throw new Error('a saved print has its dossier and its finger');
    return {
      ok: true,
      value: {
        captureId: capture.id,
        quality: capture.quality,
        reasons: capture.reasons,
        accepted: capture.quality >= fingerThreshold(position, store.settings.get('thresholds')),
        dossier: dossierView(store, row),
      },
    };
  }

  #tell(scanner: FingerprintScanner, position: FingerPosition, progress: CaptureProgress): void {
    if (progress.phase === 'waiting-for-finger') {
      this.#progress(scanner, position, 'waiting-for-finger');
      return;
    }
    const now = performance.now();
    const whole = progress.rowsDone === progress.image.heightPixels;
    if (!whole && now - this.#lastPictureAt < PICTURE_EVERY_MS) return;
    this.#lastPictureAt = now;
    this.#progress(scanner, position, 'reading', progress);
  }

  #progress(
    scanner: FingerprintScanner,
    position: FingerPosition,
    phase: Phase,
    read?: { rowsDone: number; image: GrayImage },
  ): void {
    const { widthPixels, heightPixels } = scanner.info;
    this.#context.events.emit('fingerprint.progress', {
      position,
      phase,
      widthPixels,
      heightPixels,
      rowsDone: read?.rowsDone ?? 0,
      pixels: read ? read.image.pixels.subarray(0, read.rowsDone * widthPixels) : null,
    });
  }
}

function auditDetail(capture: CaptureRecord): {
  dossierId: string;
  captureId: string;
  position: string;
  attempt: number;
  quality: number;
  sha256: string;
} {
  const { dossierId, id: captureId, attempt: attemptNumber, quality, sha256 } = capture;
  const position = capture.position ?? '';
  return { dossierId, captureId, position, attempt: attemptNumber, quality, sha256 };
}
