import type { PrintTarget } from '../../domain/print-target.ts';

/** What a technician lays on a scanner to try it: one finger, which is shown and never kept. */
export const TEST_TARGET: PrintTarget = {
  kind: 'single',
  position: 'right-index',
  impression: 'live-plain',
};
