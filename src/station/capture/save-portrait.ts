import type { Answer } from '../../contract/channel.ts';
import type { DossierView } from '../../contract/views.ts';
import type { CaptureDevice } from '../../domain/capture-device.ts';
import { processPortrait } from '../../imaging/portrait.ts';
import type { PortraitMinimum } from '../../imaging/portrait.ts';
import { fail } from '../app.ts';
import type { StationContext } from '../context.ts';
import { changeDraft } from '../dossier/dossier-procedures.ts';
import { findDraft } from '../dossier/dossier-access.ts';
import { dossierView } from '../dossier/dossier-view.ts';
import { PORTRAIT_FAILURES } from './image-failures.ts';

/** A picture of the citizen on its way into the dossier, and the camera that took it. */
export interface TakenPortrait {
  /** JPEG or PNG. */
  readonly bytes: Uint8Array;
  readonly device: CaptureDevice;
  readonly minimum: PortraitMinimum;
}

/** Cuts, judges and saves a portrait, as a further attempt, with its audit entry. */
export async function savePortrait(
  context: StationContext,
  dossierId: string,
  { bytes, device, minimum }: TakenPortrait,
): Promise<Answer<DossierView>> {
  const draft = findDraft(context.store, dossierId);
  if (!draft.ok) return draft;
  const portrait = await processPortrait(bytes, minimum);
  if (!portrait.ok) return fail(PORTRAIT_FAILURES[portrait.error]);
  const { jpeg, widthPixels, heightPixels, checks } = portrait.value;
  const saved = changeDraft(context, dossierId, (transaction, dossier) => {
    const before = transaction.captures
      .listByDossier(dossier.id)
      .filter((capture) => capture.modality === 'portrait');
    const { id: captureId, sha256 } = transaction.captures.add({
      dossierId: dossier.id,
      modality: 'portrait',
      position: null,
      impression: null,
      attempt: before.length + 1,
      quality: checks.quality,
      reasons: [...checks.warnings],
      widthPixels,
      heightPixels,
      resolutionPpi: null,
      mediaType: 'image/jpeg',
      device,
      deviceQuality: null,
      image: jpeg,
    });
    const detail = { dossierId: dossier.id, captureId, sha256, deviceId: device.deviceId };
    transaction.audit({ kind: 'dossier.portrait-captured', detail });
  });
  return saved.ok ? { ok: true, value: dossierView(context, saved.value) } : saved;
}
