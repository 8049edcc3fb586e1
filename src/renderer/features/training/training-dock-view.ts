import { create } from 'zustand';
import type { ProcedureInput } from '../../../contract/procedures.ts';

/** View state of the training dock. */
export const useTrainingDock = create<{
  readonly shown: boolean;
  readonly condition: ProcedureInput<'training.condition'>['condition'];
}>(() => ({ shown: true, condition: 'good' }));
