import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { serveMinistry } from './serve-ministry.ts';

/**
 * The reference ministry as a process beside a training station: tells its parent where it can be reached
 * and ends with it. `--data DIR [--sealing-key hybrid|classic]`
 */
const { values } = parseArgs({
  options: { data: { type: 'string' }, 'sealing-key': { type: 'string' } },
});
const { data, 'sealing-key': sealingKey } = values;
const kind = sealingKey === 'hybrid' || sealingKey === 'classic' ? ({ sealingKey } as const) : {};
if (data === undefined || !process.send) {
  process.stderr.write('The embedded ministry is started by a training station.\n');
  process.exit(2);
}

const parentGone = new AbortController();
process.once('disconnect', () => parentGone.abort());
await serveMinistry({ dataDir: data, ...kind, signal: parentGone.signal }, (ministry) => {
  const { url, caPem, enrolmentCode } = ministry;
  process.send?.({ url, caPem, enrolmentCode });
});
if (process.connected) {
  process.disconnect();
  await once(process, 'disconnect');
}
