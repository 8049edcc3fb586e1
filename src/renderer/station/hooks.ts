import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Answer } from '../../contract/channel.ts';
import type { StationError } from '../../contract/errors.ts';
import type { EventName, EventPayload } from '../../contract/events.ts';
import type { ProcedureInput, ProcedureName, ProcedureOutput } from '../../contract/procedures.ts';
import { callStation } from './call-station.ts';
import { keepAnswer } from './keep-answer.ts';
import { stationErrorOf } from './station-error.ts';
import { stationQuery } from './station-query.ts';

export interface StationQuery<Value> {
  readonly data: Value | undefined;
  readonly error: StationError | null;
  /** True until the first answer. */
  readonly loading: boolean;
  readonly refetch: () => void;
}

/** Reads from the station and follows its changes (see `station-events.ts`). */
export function useStationQuery<Name extends ProcedureName>(
  name: Name,
  input: ProcedureInput<Name>,
  options: {
    enabled?: boolean;
    /** Shows the answer to the last input until the next one is there: for lists while typing. */
    keepWhileChanging?: boolean;
  } = {},
): StationQuery<ProcedureOutput<Name>> {
  const query = useQuery<ProcedureOutput<Name>>({
    ...stationQuery(name, input),
    enabled: options.enabled ?? true,
    ...(options.keepWhileChanging === true && { placeholderData: keepPreviousData }),
  });
  return {
    data: query.data,
    error: stationErrorOf(query.error),
    loading: query.isPending,
    refetch: () => void query.refetch(),
  };
}

export interface StationCall<Name extends ProcedureName> {
  /** Makes the call; the answer is kept for every screen that shows the same thing. */
  readonly call: (input: ProcedureInput<Name>) => Promise<Answer<ProcedureOutput<Name>>>;
  readonly pending: boolean;
  /** Of the last call. */
  readonly error: StationError | null;
  readonly clearError: () => void;
}

/** An act at the station. */
export function useCall<Name extends ProcedureName>(name: Name): StationCall<Name> {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<StationError | null>(null);
  const call = useCallback(
    async (input: ProcedureInput<Name>) => {
      setPending(true);
      setError(null);
      try {
        const answer = await callStation(name, input);
        if (answer.ok) keepAnswer(name, answer.value);
        else setError(answer.error);
        return answer;
      } finally {
        setPending(false);
      }
    },
    [name],
  );
  const clearError = useCallback(() => setError(null), []);
  return { call, pending, error, clearError };
}

/** Listens to an event of the station for as long as the component is shown. */
export function useStationEvent<Name extends EventName>(
  event: Name,
  listener: (payload: EventPayload<Name>) => void,
): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => window.station.on(event, (payload) => latest.current(payload)), [event]);
}
