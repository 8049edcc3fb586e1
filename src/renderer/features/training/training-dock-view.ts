import { create } from 'zustand';
import type { TrainingDevice } from '../../../contract/training-devices.ts';
import type { ProcedureInput } from '../../../contract/procedures.ts';

/** View state of the training dock. */
export const useTrainingDock = create<{
  readonly shown: boolean;
  readonly condition: ProcedureInput<'training.condition'>['condition'];
  readonly device: TrainingDevice;
}>(() => ({ shown: true, condition: 'good', device: 'module' }));
