/** An event loop that nothing keeps, for as long as the first argument says in seconds: what the machine alone does to it. */
import { setTimeout as delay } from 'node:timers/promises';
import { watchLoop } from './loop-delay.ts';

const loop = watchLoop();
await delay(Number(process.argv[2]) * 1000);
process.stdout.write(`${JSON.stringify(loop.stop())}\n`);
