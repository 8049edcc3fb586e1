import { defineConfig } from 'vitest/config';

/** Tests that open a window, build a package, boot a machine or start the whole program: one at a time. */
const oneAtATime = ['tests/{e2e,packaging,security,vm}/**/*.test.ts'];

/**
 * Two projects on one list of reporters. `parts` are the tests of rules and real parts (SQLite,
 * pty, HTTP); `window` are those in a real Electron window, after the others and in one worker, so
 * that two windows never fight for the display, the processor or the keyboard focus.
 */
export default defineConfig({
  test: {
    allowOnly: false,
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: oneAtATime,
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'window',
          include: oneAtATime,
          pool: 'forks',
          maxWorkers: 1,
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
