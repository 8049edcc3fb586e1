import type { Answer } from './channel.ts';
import type { EventName, EventPayload } from './events.ts';
import type { ProcedureInput, ProcedureName, ProcedureOutput } from './procedures.ts';

/** The one object that the preload script exposes to the page, as `window.station`. Frozen. */
export interface StationApi {
  readonly call: <Name extends ProcedureName>(
    name: Name,
    input: ProcedureInput<Name>,
  ) => Promise<Answer<ProcedureOutput<Name>>>;
  /** @returns a function that ends the subscription */
  readonly on: <Name extends EventName>(
    event: Name,
    listener: (payload: EventPayload<Name>) => void,
  ) => () => void;
  /** Hands a PDF to the shell: to the save dialog or to the printer. No path crosses the boundary. */
  readonly deliverPdf: (
    how: 'save' | 'print',
    fileName: string,
    pdf: Uint8Array,
  ) => Promise<Answer<{ readonly delivered: boolean }>>;
}
