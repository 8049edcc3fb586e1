/** The station's own entry, which says every durable step on the console: the host cuts the power after some of them. */
import { witnessSteps } from '../../../src/durable/step.ts';
import { nameOfStep } from '../../faults/support/fault.ts';

witnessSteps((step) => {
  process.stdout.write(`TRAM step ${nameOfStep(step)}\n`);
});

await import('../../../src/station/entry.ts');
