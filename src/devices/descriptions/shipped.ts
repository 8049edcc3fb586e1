import { join } from 'node:path';

/** The descriptions that come with the station, in a checkout: for commands, tests and benchmarks. */
export const SHIPPED_DESCRIPTIONS = join(import.meta.dirname, '../../../resources/devices');
