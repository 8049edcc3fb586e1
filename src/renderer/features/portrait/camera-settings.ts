import { create } from 'zustand';

/** View state: the camera that was chosen last, for every dossier of the sitting. */
export const useCameraSettings = create<{ readonly deviceId: string | null }>(() => ({
  deviceId: null,
}));
