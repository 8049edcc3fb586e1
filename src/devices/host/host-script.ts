import { fileURLToPath } from 'node:url';

/** What runs in the process of a device, from source: commands, tests and benchmarks. An app has a bundle of it. */
export const HOST_SCRIPT = fileURLToPath(new URL('./main.ts', import.meta.url));
