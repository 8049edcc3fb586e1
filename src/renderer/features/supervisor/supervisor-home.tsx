import { PlaceFrame } from '../../components/place-frame.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { ConnectionScreen } from './connection-screen.tsx';
import { DayScreen } from './day-screen.tsx';
import { PeopleScreen } from './people-screen.tsx';
import type { SupervisorPlace } from './supervisor-view.ts';
import { SUPERVISOR_PLACES, useSupervisorView } from './supervisor-view.ts';

/** The supervisor's place: the day, the connection to the ministry, the people of the station. */
export function SupervisorHome() {
  const t = useT();
  const place = useSupervisorView((view) => view.place);
  return (
    <PlaceFrame
      label={t('supervisor.places')}
      tabs={SUPERVISOR_PLACES.map((one) => ({ place: one, name: t(`supervisor.${one}`) }))}
      current={place}
      onGo={(next) => useSupervisorView.setState({ place: next })}
    >
      <Place place={place} />
    </PlaceFrame>
  );
}

function Place({ place }: { place: SupervisorPlace }) {
  switch (place) {
    case 'day':
      return <DayScreen />;
    case 'connection':
      return <ConnectionScreen />;
    case 'people':
      return <PeopleScreen />;
  }
}
