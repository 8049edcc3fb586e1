import { useState } from 'react';
import type { StationError } from '../../../contract/errors.ts';
import type { ProcedureInput } from '../../../contract/procedures.ts';
import { callStation } from '../../station/call-station.ts';
import { deliverPdf } from '../../station/deliver-file.ts';

export type Delivery = 'save' | 'print';
type PdfProcedure = 'dossier.slip' | 'sync.reportPdf';

export interface PdfDelivery {
  readonly deliver: (how: Delivery) => void;
  readonly pending: boolean;
  readonly error: StationError | null;
  /** What was done last; null as well when the person closed the dialog. */
  readonly delivered: Delivery | null;
}

/** Asks the station for a PDF and hands it to the shell, which saves or prints it. */
export function usePdfDelivery<Name extends PdfProcedure>(
  name: Name,
  input: ProcedureInput<Name>,
): PdfDelivery {
  const [state, setState] = useState<Omit<PdfDelivery, 'deliver'>>(IDLE);
  const deliver = async (how: Delivery): Promise<void> => {
    if (state.pending) return;
    setState({ ...IDLE, pending: true });
    const made = await callStation<PdfProcedure>(name, input);
    if (!made.ok) {
      setState({ ...IDLE, error: made.error });
      return;
    }
    const answer = await deliverPdf(how, made.value);
    if (!answer.ok) setState({ ...IDLE, error: answer.error });
    else setState({ ...IDLE, delivered: answer.value.delivered ? how : null });
  };
  return { ...state, deliver: (how) => void deliver(how) };
}

const IDLE = { pending: false, error: null, delivered: null };
