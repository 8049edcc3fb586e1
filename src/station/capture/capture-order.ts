import type { Answer } from '../../contract/channel.ts';
import { ATTEMPTS_PER_FINGER, fingersOf } from '../../domain/capture-plan.ts';
import type { FingerPosition } from '../../domain/finger-position.ts';
import type { PrintTarget } from '../../domain/print-target.ts';
import type { DossierRow } from '../../store/index.ts';
import { fail } from '../app.ts';
import { findDraft } from '../dossier/dossier-access.ts';
import { attemptsAt, readWholeDossier } from '../dossier/dossier-view.ts';
import type { DossierReader } from '../dossier/dossier-view.ts';

/** What a capture is to take of a dossier. */
export interface CaptureOrder {
  readonly dossier: DossierRow;
  readonly target: PrintTarget;
  /** The fingers of the target that are laid down: all but its exceptions. */
  readonly fingers: readonly FingerPosition[];
  readonly exceptions: readonly FingerPosition[];
  /** Attempts so far at the finger that was tried most often. */
  readonly attempts: number;
}

/** Refused when every finger of the target is written down as missing, or none has an attempt left. */
export function captureOrder(
  reader: DossierReader,
  dossierId: string,
  target: PrintTarget,
): Answer<CaptureOrder> {
  const draft = findDraft(reader.store, dossierId);
  if (!draft.ok) return draft;
  const whole = readWholeDossier(reader, draft.value);
  const excepted = new Set(whole.exceptions.map(({ position }) => position));
  const asked = fingersOf(target);
  const laidDown = asked.filter(({ position }) => !excepted.has(position));
  if (laidDown.length === 0) return fail('finger-missing');
  const attempts = laidDown.map((finger) => attemptsAt(whole.captures, finger).length);
  if (Math.min(...attempts) >= ATTEMPTS_PER_FINGER) {
    return fail('attempts-used-up', { attempts: ATTEMPTS_PER_FINGER });
  }
  return {
    ok: true,
    value: {
      dossier: draft.value,
      target,
      fingers: laidDown.map(({ position }) => position),
      exceptions: asked.map(({ position }) => position).filter((one) => excepted.has(one)),
      attempts: Math.max(...attempts),
    },
  };
}
