/** The station's entry points for other processes: the shell and the command line. */
export { readKeyFile, TRAINING_KEY, unlockPassphraseKey } from '../store/index.ts';
export { dayFigures } from './day/day-figures.ts';
export type { DayFigures } from './day/day-figures.ts';
export { verifyFolder } from './verify-folder.ts';
export type { FolderVerdict } from './verify-folder.ts';
export { syntheticCitizen } from './training/synthetic-citizen.ts';
export type { SyntheticCitizen } from './training/synthetic-citizen.ts';
export { syntheticPortrait } from './training/synthetic-portrait.ts';
export { TRAINING_USERS } from './training/training-users.ts';
