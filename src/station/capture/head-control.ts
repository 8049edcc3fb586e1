import type { Answer } from '../../contract/channel.ts';
import type { ProcedureOutput } from '../../contract/procedures.ts';
import type { CameraHead, HeadPosition, HeadTurn } from '../../devices/camera-modality.ts';
import type { DeviceError } from '../../devices/device-error.ts';
import { centringStep, viewAtZoom } from '../../domain/head-centring.ts';
import type { Result } from '../../domain/result.ts';
import { findHead } from '../../imaging/head-position.ts';
import type { StationRack } from '../devices/station-rack.ts';

type Centred = ProcedureOutput<'head.centre'>;

/** Turns and zooms the camera head that serves. */
export class HeadControl {
  readonly #rack: StationRack;
  /** Ends what moves now; a new one after each stop. */
  #moving = new AbortController();

  constructor(rack: StationRack) {
    this.#rack = rack;
  }

  /** Nobody watches the head any more: it halts. */
  cancel(): void {
    this.#moving.abort();
    this.#moving = new AbortController();
  }

  position(): Promise<Answer<HeadPosition>> {
    return this.#with((head) => head.position());
  }

  move(turn: HeadTurn): Promise<Answer<HeadPosition>> {
    return this.#with((head) => head.moveBy(turn, this.#moving.signal));
  }

  zoom(zoom: number): Promise<Answer<HeadPosition>> {
    return this.#with(async (head) => {
      const zoomed = await head.zoomTo(zoom, this.#moving.signal);
      return zoomed.ok ? head.position() : zoomed;
    });
  }

  stop(): Promise<Answer<HeadPosition>> {
    return this.#with(async (head) => {
      const stopped = await head.stop();
      return stopped.ok ? head.position() : stopped;
    });
  }

  /**
   * One look, and the turn that follows from it; whoever asked looks again.
   * @param picture what the camera sees, JPEG
   * @param turnsDone since the officer asked for centring
   */
  async centre(picture: Uint8Array, turnsDone: number): Promise<Answer<Centred>> {
    const seen = await findHead(picture);
    if (!seen.ok) return { ok: true, value: { state: 'not-found', position: null } };
    const place = seen.value;
    let state: Centred['state'] = 'turned';
    const after = await this.#with(async (head) => {
      const before = await head.position();
      if (!before.ok) return before;
      const horizontalDegrees = viewAtZoom(head.info.view, before.value.zoom);
      const view = { horizontalDegrees, aspectRatio: place.aspectRatio };
      const step = centringStep(place, view, turnsDone);
      if (step.kind === 'turn') return head.moveBy(step.turn, this.#moving.signal);
      state = step.kind;
      // A face that came into the middle is at another distance than the wall that was there.
      const focused = await head.autofocus();
      return focused.ok ? before : focused;
    });
    return after.ok ? { ok: true, value: { state, position: after.value } } : after;
  }

  async #with(
    act: (head: CameraHead) => Promise<Result<HeadPosition, DeviceError>>,
  ): Promise<Answer<HeadPosition>> {
    const serving = await this.#rack.serving('camera-head');
    if (!serving.ok) return serving;
    const { device: head, deviceId } = serving.value;
    const answer = await act(head);
    return answer.ok ? answer : this.#rack.trouble(answer.error, deviceId);
  }
}
