import type { DossierStep, DossierView } from '../../../contract/views.ts';
import { DOSSIER_STEPS } from '../../../contract/views.ts';
import { useCall } from '../../station/hooks.ts';
import { flushSaves } from '../groups/pending-saves.ts';

export interface StepNavigation {
  readonly goTo: (step: DossierStep) => void;
  readonly next: () => void;
  readonly back: () => void;
  /** Undefined at the last and first step. */
  readonly nextStep: DossierStep | undefined;
  readonly previousStep: DossierStep | undefined;
  readonly pending: boolean;
}

/**
 * Moves the dossier from step to step, once what was typed is saved; the station remembers where it
 * stands. Steps that the age rules
 * leave out (fingerprints and portrait under 6) are passed over by `next` and `back`.
 */
export function useStepNavigation(dossier: DossierView): StepNavigation {
  const { call, pending } = useCall('dossier.goTo');
  const { nextStep, previousStep } = neighbours(dossier);
  async function leaveFor(step: DossierStep): Promise<void> {
    if (await flushSaves()) await call({ dossierId: dossier.dossierId, step });
  }
  const goTo = (step: DossierStep): void => void leaveFor(step);
  return {
    goTo,
    next: () => nextStep && goTo(nextStep),
    back: () => previousStep && goTo(previousStep),
    nextStep,
    previousStep,
    pending,
  };
}

/** The steps before and after, among those that this dossier has. */
export function neighbours(dossier: Pick<DossierView, 'step' | 'biometricsRequired'>): {
  nextStep: DossierStep | undefined;
  previousStep: DossierStep | undefined;
} {
  const steps = DOSSIER_STEPS.filter(
    (step) => step === dossier.step || dossier.biometricsRequired || !isBiometric(step),
  );
  const index = steps.indexOf(dossier.step);
  return { nextStep: steps[index + 1], previousStep: steps[index - 1] };
}

export function isBiometric(step: DossierStep): boolean {
  return step === 'fingerprints' || step === 'portrait';
}
