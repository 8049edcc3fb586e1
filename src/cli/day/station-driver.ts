import type { Answer } from '../../contract/channel.ts';
import type { ProcedureInput, ProcedureName, ProcedureOutput } from '../../contract/procedures.ts';
import type { StationClient } from '../../contract/station-client.ts';
import type { ErrorCode } from '../../contract/errors.ts';

/** A call of the unattended day that the station refused; the day cannot go on. */
export class CallFailed extends Error {
  readonly procedure: string;
  readonly code: ErrorCode;

  constructor(procedure: string, code: ErrorCode) {
    super(`${procedure} answered ${code}`);
    this.procedure = procedure;
    this.code = code;
  }
}

/** The station died under a call: start it again and go on where it stands. */
export class StationDied extends Error {}

/** What the person at the window would press, as calls. */
export interface StationDriver {
  call<Name extends ProcedureName>(
    name: Name,
    input: ProcedureInput<Name>,
  ): Promise<ProcedureOutput<Name>>;
}

export function driverFor(client: StationClient): StationDriver {
  return {
    call: async (name, input) => {
      const answer: Answer<ProcedureOutput<typeof name>> = await client.call(name, input);
      if (answer.ok) return answer.value;
      if (answer.error.code === 'station-down') throw new StationDied(name);
      throw new CallFailed(name, answer.error.code);
    },
  };
}
