import { useT } from '../../i18n/i18n.tsx';
import { ConnectionScreen } from './connection-screen.tsx';
import { DayScreen } from './day-screen.tsx';
import { PeopleScreen } from './people-screen.tsx';
import type { SupervisorPlace } from './supervisor-view.ts';
import { SUPERVISOR_PLACES, useSupervisorView } from './supervisor-view.ts';
import classes from './supervisor-home.module.css';

/** The supervisor's place: the day, the connection to the ministry, the people of the station. */
export function SupervisorHome() {
  const t = useT();
  const place = useSupervisorView((view) => view.place);
  return (
    <div className={classes.home}>
      <nav className={classes.places} aria-label={t('supervisor.places')}>
        {SUPERVISOR_PLACES.map((one) => (
          <button
            key={one}
            type="button"
            className={classes.place}
            aria-current={one === place ? 'page' : undefined}
            onClick={() => useSupervisorView.setState({ place: one })}
          >
            {t(`supervisor.${one}`)}
          </button>
        ))}
      </nav>
      <Place place={place} />
    </div>
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
