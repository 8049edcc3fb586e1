import { fileURLToPath } from 'node:url';

/** What a `PrintExaminer` runs in its thread, from source. */
export const EXAMINER_THREAD = fileURLToPath(
  new URL('../../src/imaging/print-examiner-thread.ts', import.meta.url),
);
