import type { SessionView, StationView } from '../../contract/views.ts';
import { useStationQuery } from './hooks.ts';

/** The session as the station knows it; undefined before the first answer. */
export function useSession(): SessionView | undefined {
  return useStationQuery('session.get', {}).data;
}

/** The station itself; undefined before the first answer. */
export function useStation(): StationView | undefined {
  return useStationQuery('station.get', {}).data;
}
