import type { Answer } from '../../contract/channel.ts';
import type { DossierView } from '../../contract/views.ts';
import { portraitFile } from '../../imaging/portrait-file.ts';
import { FALLBACK_MINIMUM, PORTRAIT_MINIMUM } from '../../imaging/portrait.ts';
import { fail } from '../app.ts';
import type { StationContext } from '../context.ts';
import type { StationRack } from '../devices/station-rack.ts';
import { findDraft } from '../dossier/dossier-access.ts';
import { savePortrait } from './save-portrait.ts';

/** Takes portraits with the still camera that serves, one at a time. Nothing is kept of one that fails. */
export class PortraitCapture {
  readonly #context: StationContext;
  readonly #rack: StationRack;
  #running: AbortController | undefined;

  constructor(context: StationContext, rack: StationRack) {
    this.#context = context;
    this.#rack = rack;
  }

  cancel(): void {
    this.#running?.abort();
  }

  async take(dossierId: string): Promise<Answer<DossierView>> {
    if (this.#running) return fail('already-running');
    const running = new AbortController();
    this.#running = running;
    try {
      return await this.#take(dossierId, running.signal);
    } finally {
      this.#running = undefined;
    }
  }

  async #take(dossierId: string, signal: AbortSignal): Promise<Answer<DossierView>> {
    const draft = findDraft(this.#context.store, dossierId);
    if (!draft.ok) return draft;
    const serving = await this.#rack.serving('portrait-camera');
    if (!serving.ok) return serving;
    const { deviceId, driver, device: camera } = serving.value;
    const startedBy = this.#context.actor().userId;
    const taken = await camera.takePicture(signal, (progress) =>
      this.#context.events.emit('portrait.progress', progress),
    );
    // Somebody else sits there now, or nobody: the picture is not theirs to save.
    if (signal.aborted || this.#context.actor().userId !== startedBy) return fail('cancelled');
    if (!taken.ok) return this.#rack.trouble(taken.error, deviceId);
    const { make, model, serialNumber } = camera.info;
    const file = await portraitFile(taken.value);
    if (!file.ok) return fail('device-image-unsupported');
    return savePortrait(this.#context, dossierId, {
      bytes: file.value,
      device: { make, model, serialNumber, deviceId, driver },
      // It serves because no other camera works: a coarse portrait that says so is better than none.
      minimum: driver === 'vc0706' ? FALLBACK_MINIMUM : PORTRAIT_MINIMUM,
    });
  }
}
