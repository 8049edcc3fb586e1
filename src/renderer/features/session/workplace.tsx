import '../../without-code-generation.ts';
import type { SessionView, UserView } from '../../../contract/views.ts';
import { unreachable } from '../../../domain/result.ts';
import { useStation } from '../../station/session.ts';
import { useReportCameras } from '../cameras/use-report-cameras.ts';
import { OfficerDesk } from '../home/officer-desk.tsx';
import { SupervisorHome } from '../supervisor/supervisor-home.tsx';
import { TechnicianHome } from '../technician/technician-home.tsx';
import { TrainingDock } from '../training/training-dock.tsx';
import { HandOverPanel } from './hand-over-panel.tsx';
import { IdleLock } from './idle-lock.tsx';
import { TopBar } from './top-bar.tsx';
import { useDesk } from './desk.ts';
import classes from './workplace.module.css';

/** Everything that somebody signed in sees: top bar, the role's own place, the training dock. */
export function Workplace({ user, session }: { user: UserView; session: SessionView }) {
  const training = useStation()?.training ?? false;
  useReportCameras(user.userId);
  const handingOver = useDesk((desk) => desk.handingOver);
  return (
    <>
      <TopBar user={user} session={session} />
      <main className={classes.main}>
        {handingOver && <HandOverPanel user={user} />}
        <Place user={user} session={session} />
      </main>
      {training && !session.locked && <TrainingDock />}
      <IdleLock minutes={session.idleLockMinutes} locked={session.locked} />
    </>
  );
}

function Place({ user, session }: { user: UserView; session: SessionView }) {
  switch (user.role) {
    case 'officer':
      return <OfficerDesk session={session} />;
    case 'supervisor':
      return <SupervisorHome />;
    case 'technician':
      return <TechnicianHome />;
    default:
      return unreachable(user.role);
  }
}
