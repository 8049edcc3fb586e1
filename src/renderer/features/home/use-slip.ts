import { useState } from 'react';
import type { StationError } from '../../../contract/errors.ts';
import { callStation } from '../../station/call-station.ts';
import { deliverPdf } from '../../station/deliver-file.ts';

export interface Slip {
  readonly print: (dossierId: string) => Promise<void>;
  readonly save: (dossierId: string) => Promise<void>;
  readonly pending: boolean;
  readonly error: StationError | null;
}

/** Makes the slip of a dossier and hands it to the printer or the save dialog. */
export function useSlip(): Slip {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<StationError | null>(null);
  async function deliver(how: 'save' | 'print', dossierId: string): Promise<void> {
    setPending(true);
    setError(null);
    const slip = await callStation('dossier.slip', { dossierId });
    const answer = slip.ok ? await deliverPdf(how, slip.value) : slip;
    if (!answer.ok) setError(answer.error);
    setPending(false);
  }
  return {
    print: (dossierId) => deliver('print', dossierId),
    save: (dossierId) => deliver('save', dossierId),
    pending,
    error,
  };
}
