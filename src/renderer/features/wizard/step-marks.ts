import type { DossierStep, DossierView } from '../../../contract/views.ts';
import { DOSSIER_STEPS } from '../../../contract/views.ts';
import type { StepMark } from '../../components/step-rail.tsx';
import { isBiometric } from './step-navigation.ts';

/** The mark of each step: what is missing in a step already passed is a warning, later ones are open. */
export function stepMarks(dossier: DossierView): Readonly<Record<DossierStep, StepMark>> {
  const current = DOSSIER_STEPS.indexOf(dossier.step);
  const entries = DOSSIER_STEPS.map(
    (step, index) => [step, markOf(dossier, step, index < current)] as const,
  );
  return Object.fromEntries(entries) as Record<DossierStep, StepMark>;
}

function markOf(dossier: DossierView, step: DossierStep, passed: boolean): StepMark {
  if (isBiometric(step) && !dossier.biometricsRequired) return 'not-needed';
  if (isComplete(dossier, step)) return 'done';
  const begun = dossier.groups[step] !== undefined && step !== dossier.step;
  if (step === 'documents') return passed ? 'done' : 'open';
  return passed || begun ? 'missing' : 'open';
}

function isComplete(dossier: DossierView, step: DossierStep): boolean {
  switch (step) {
    case 'documents':
      return dossier.documents.length > 0;
    case 'review':
      return dossier.state !== 'draft';
    case 'family':
      return !dossier.missing.includes('family') && !dossier.missing.includes('representative');
    default:
      return !dossier.missing.includes(step);
  }
}
