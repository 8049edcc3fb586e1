import type { SessionView } from '../../../contract/views.ts';
import { NewDossierScreen } from '../new-dossier/new-dossier-screen.tsx';
import { useDesk } from '../session/desk.ts';
import { StartShiftScreen } from '../shift/start-shift-screen.tsx';
import { Wizard } from '../wizard/wizard.tsx';
import { OfficerHome } from './officer-home.tsx';

/** The officer's place: no shift, an open dossier, a new one, or home. */
export function OfficerDesk({ session }: { session: SessionView }) {
  const newDossier = useDesk((desk) => desk.newDossier);
  if (!session.shift) return <StartShiftScreen />;
  if (session.openDossierId !== null) {
    return <Wizard key={session.openDossierId} dossierId={session.openDossierId} />;
  }
  if (newDossier) return <NewDossierScreen scanned={newDossier.scanned} />;
  return <OfficerHome shift={session.shift} />;
}
