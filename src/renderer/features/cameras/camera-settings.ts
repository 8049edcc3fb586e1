import { create } from 'zustand';
import type { CameraTrouble } from '../../../domain/camera-trouble.ts';

interface CameraSettings {
  /** The camera that was chosen last for portraits and for papers, for every dossier of the sitting; null: whichever serves. */
  readonly chosen: { readonly portrait: string | null; readonly papers: string | null };
  /** What the window has found out about cameras that it tried to open, by `cameraId`. */
  readonly troubles: Readonly<Record<string, CameraTrouble>>;
}

/** View state of this computer's cameras. */
export const useCameraSettings = create<CameraSettings>(() => ({
  chosen: { portrait: null, papers: null },
  troubles: {},
}));

export function chooseCamera(purpose: keyof CameraSettings['chosen'], cameraId: string): void {
  useCameraSettings.setState(({ chosen }) => ({ chosen: { ...chosen, [purpose]: cameraId } }));
}

/** @param trouble null when the camera works */
export function noteTrouble(cameraId: string, trouble: CameraTrouble | null): void {
  useCameraSettings.setState(({ troubles }) => {
    if ((troubles[cameraId] ?? null) === trouble) return {};
    const { [cameraId]: _before, ...others } = troubles;
    return { troubles: trouble === null ? others : { ...others, [cameraId]: trouble } };
  });
}

/** What was found out is no longer known: every camera counts as good until it is opened again. */
export function forgetTroubles(): void {
  useCameraSettings.setState(({ troubles }) =>
    Object.keys(troubles).length === 0 ? {} : { troubles: {} },
  );
}
