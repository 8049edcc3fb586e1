import { useEffect } from 'react';
import { queryClient } from './query-client.ts';
import { put, refresh } from './keep-answer.ts';
import { useLink } from './link.ts';

/** Keeps what the page has read in step with what the station does. Mounted once, by the app. */
export function useStationEvents(): void {
  useEffect(() => {
    const stops = [
      window.station.on('shell.station', ({ state }) => {
        const cameBack = state === 'up' && !useLink.getState().up;
        useLink.setState({ up: state === 'up' });
        if (cameBack) void queryClient.invalidateQueries();
      }),
      window.station.on('session.changed', (session) => {
        put(['session.get', {}], session);
      }),
      window.station.on('devices.changed', (devices) => {
        put(['devices.list', {}], devices);
        // What a dossier is to be taken with is what the scanner that serves now can take.
        refresh('incidents.list', 'dossier.get', 'training.devices');
      }),
      window.station.on('dossier.changed', ({ dossierId }) => {
        void queryClient.invalidateQueries({ queryKey: ['dossier.get', { dossierId }] });
        refresh('dossier.list', 'day.get');
      }),
      window.station.on('sync.progress', ({ phase, status }) => {
        put(['sync.status', {}], status);
        if (phase === 'done') refresh('day.get', 'dossier.list');
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
}
