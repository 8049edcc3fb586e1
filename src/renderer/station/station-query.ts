import type { ProcedureInput, ProcedureName, ProcedureOutput } from '../../contract/procedures.ts';
import { callStation } from './call-station.ts';
import { queryClient } from './query-client.ts';
import { StationCallError } from './station-error.ts';

/** What is asked, and under which name the answer is kept. */
export function stationQuery<Name extends ProcedureName>(name: Name, input: ProcedureInput<Name>) {
  return {
    queryKey: [name, input],
    queryFn: async (): Promise<ProcedureOutput<Name>> => {
      const answer = await callStation(name, input);
      if (!answer.ok) throw new StationCallError(answer.error);
      return answer.value;
    },
  };
}

/** A station that takes longer to answer is shown as one that is being opened. */
const WORTH_WAITING_MS = 150;

/**
 * Asks for what decides the first screen, so that it is drawn once, and with its focus in place. Returns when
 * the answers are there, or when it is time to show that they are waited for.
 */
export async function firstAnswers(): Promise<void> {
  const answers = Promise.all([
    queryClient.prefetchQuery(stationQuery('station.get', {})),
    queryClient.prefetchQuery(stationQuery('session.get', {})),
  ]);
  const patience = new Promise((resolve) => setTimeout(resolve, WORTH_WAITING_MS));
  await Promise.race([answers, patience]);
}
