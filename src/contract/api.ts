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
  /**
   * Hands a file to the shell: a PDF to the save dialog or to the printer, a diagnostic bundle (tar) to the save
   * dialog. No path crosses the boundary.
   */
  readonly deliverFile: (
    how: 'save' | 'print',
    fileName: string,
    bytes: Uint8Array,
  ) => Promise<Answer<{ readonly delivered: boolean }>>;
}
