import { useEffect } from 'react';
import { KeyHint } from '../../components/key-hint.tsx';
import { PlaceFrame } from '../../components/place-frame.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { HOTKEYS } from '../../keyboard/hotkeys.ts';
import { useHotkey } from '../../keyboard/use-hotkey.ts';
import { useStationQuery } from '../../station/hooks.ts';
import { IncidentsScreen } from './incidents-screen.tsx';
import { RackScreen } from './rack-screen.tsx';
import { noteAway } from './replacement.ts';
import { StrangersScreen } from './strangers-screen.tsx';
import type { TechnicianPlace } from './technician-view.ts';
import { goToPlace, TECHNICIAN_PLACES, useTechnicianView } from './technician-view.ts';
import { UpkeepScreen } from './upkeep-screen.tsx';
import classes from './technician-home.module.css';

/** The technician's console: the rack, what it does not know, what went wrong, and the station's upkeep. */
export function TechnicianHome() {
  const t = useT();
  const place = useTechnicianView((view) => view.place);
  const waiting = useWaiting();
  useFollowReplacement();
  useHotkey('nextPlace', () => goToPlace(1));
  useHotkey('previousPlace', () => goToPlace(-1));
  return (
    <PlaceFrame
      label={t('technician.places')}
      tabs={TECHNICIAN_PLACES.map((one) => ({
        place: one,
        name: t(`technician.${one}`),
        waiting: waiting[one],
        isTrouble: one === 'incidents',
      }))}
      current={place}
      onGo={(next) => useTechnicianView.setState({ place: next })}
      keys={
        <span className={classes.keys} title={t('hotkey.next-place')}>
          <KeyHint keys={HOTKEYS.previousPlace.keys} />
          <KeyHint keys={HOTKEYS.nextPlace.keys} />
        </span>
      }
    >
      <Place place={place} />
    </PlaceFrame>
  );
}

function Place({ place }: { place: TechnicianPlace }) {
  switch (place) {
    case 'rack':
      return <RackScreen />;
    case 'strangers':
      return <StrangersScreen />;
    case 'incidents':
      return <IncidentsScreen />;
    case 'upkeep':
      return <UpkeepScreen />;
  }
}

/** How much waits for the technician at each place. */
function useWaiting(): Readonly<Record<TechnicianPlace, number>> {
  const { data: incidents = [] } = useStationQuery('incidents.list', {});
  const { data: unknown } = useStationQuery('devices.strangers', {});
  const strangers = unknown?.strangers.filter(({ reason }) => reason !== 'not-a-device') ?? [];
  return {
    rack: 0,
    strangers: strangers.length + (unknown?.refusedDescriptions.length ?? 0),
    incidents: incidents.filter(({ resolvedAt }) => resolvedAt === null).length,
    upkeep: 0,
  };
}

/** A replacement notes that the old device went away, wherever the technician looks meanwhile. */
function useFollowReplacement(): void {
  const { data: devices } = useStationQuery('devices.list', {});
  const replacement = useTechnicianView((view) => view.replacement);
  useEffect(() => {
    if (!devices || !replacement) return;
    const noted = noteAway(replacement, devices);
    if (noted !== replacement) useTechnicianView.setState({ replacement: noted });
  }, [devices, replacement]);
}
