import type { Answer } from '../../contract/channel.ts';
import type { CaptureDevice } from '../../domain/capture-device.ts';
import type { FingerTouch } from '../../domain/capture-plan.ts';
import { ATTEMPTS_PER_FINGER } from '../../domain/capture-plan.ts';
import type { ExaminedPrint } from '../../imaging/examine-print.ts';
import type { DossierRow, FingerprintRecord, NewCapture } from '../../store/index.ts';
import { fail } from '../app.ts';
import { attempt } from '../context.ts';
import type { StationContext } from '../context.ts';
import { findDraft } from '../dossier/dossier-access.ts';
import { attemptsAt } from '../dossier/dossier-view.ts';

/** One finger as it was read from the scanner, and what was found of it. */
export interface ReadPrint extends FingerTouch {
  readonly examined: ExaminedPrint;
  readonly deviceQuality: number | null;
}

/**
 * Saves the prints of one capture together, each as a further attempt at its finger, with their audit
 * entries. A finger whose attempts are used up only lay there beside the others: nothing is kept of it.
 */
export function savePrints(
  context: StationContext,
  dossier: DossierRow,
  prints: readonly ReadPrint[],
  device: CaptureDevice,
): Answer<readonly FingerprintRecord[]> {
  return attempt(context, (transaction) => {
    const draft = findDraft(transaction, dossier.id);
    if (!draft.ok) return draft;
    const before = transaction.captures.listByDossier(dossier.id);
    const saved: FingerprintRecord[] = [];
    for (const print of prints) {
      const { position, impression } = print;
      const attempts = attemptsAt(before, print).length;
      if (attempts >= ATTEMPTS_PER_FINGER) continue;
      const added = transaction.captures.add({
        ...recordOf(print, device),
        dossierId: dossier.id,
        attempt: attempts + 1,
      });
      const capture = { ...added, position, impression };
      transaction.audit({ kind: 'dossier.fingerprint-captured', detail: auditDetail(capture) });
      saved.push(capture);
    }
    if (saved.length > 0) return { ok: true, value: saved };
    return fail('attempts-used-up', { attempts: ATTEMPTS_PER_FINGER });
  });
}

function recordOf(
  print: ReadPrint,
  device: CaptureDevice,
): Omit<NewCapture, 'dossierId' | 'attempt'> {
  const { position, impression, examined, deviceQuality } = print;
  const { widthPixels, heightPixels, resolutionPpi, assessment, png } = examined;
  return {
    modality: 'fingerprint',
    position,
    impression,
    quality: assessment.score,
    reasons: [...assessment.reasons],
    widthPixels,
    heightPixels,
    resolutionPpi,
    mediaType: 'image/png',
    device,
    deviceQuality,
    image: png,
  };
}

function auditDetail(capture: FingerprintRecord): {
  dossierId: string;
  captureId: string;
  position: string;
  impression: FingerTouch['impression'];
  attempt: number;
  quality: number;
  sha256: string;
  deviceId: string;
} {
  const { dossierId, id: captureId, position, impression, quality, sha256, device } = capture;
  const { deviceId } = device;
  return {
    dossierId,
    captureId,
    position,
    impression,
    attempt: capture.attempt,
    quality,
    sha256,
    deviceId,
  };
}
