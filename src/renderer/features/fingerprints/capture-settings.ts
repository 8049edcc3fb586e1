import { create } from 'zustand';

/** View state of the fingerprint step, the same for every dossier of the sitting. */
export const useCaptureSettings = create<{ readonly automatic: boolean }>(() => ({
  automatic: true,
}));
