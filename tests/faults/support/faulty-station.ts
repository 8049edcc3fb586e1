/**
 * The station's own entry, with a witness of its steps. Its orders are in the environment: `TRAM_STEPS` names the file
 * that every step is written to before anything else happens, and `TRAM_FAULT` says what befalls it at each of them (`fault.ts`).
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { witnessSteps } from '../../../src/durable/step.ts';
import { faultSchema, nameOfStep } from './fault.ts';

const file = process.env['TRAM_STEPS'] ?? '';
const fault = faultSchema.parse(JSON.parse(process.env['TRAM_FAULT'] ?? ''));
const known = new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []);

witnessSteps((step) => {
  const name = nameOfStep(step);
  if (known.has(name)) return;
  known.add(name);
  // A file outlives the process that wrote to it.
  appendFileSync(file, `${name}\n`);
  befall(name);
});

const ORDERED = ' was ordered at';

function befall(name: string): void {
  switch (fault.act) {
    case 'die':
      process.kill(process.pid, 'SIGKILL');
      return;
    case 'fail': {
      const { code } = fault;
      throw Object.assign(new Error(`${code}${ORDERED} ${name}`), { code, syscall: 'write' });
    }
    case 'stall':
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, fault.stallMs);
  }
}

// What was ordered needs no stack on the terminal; a surprise does.
process.on('uncaughtException', (cause) => {
  if (!cause.message.includes(ORDERED)) process.stderr.write(`${cause.stack ?? cause.message}\n`);
  process.exit(1);
});

await import('../../../src/station/entry.ts');
