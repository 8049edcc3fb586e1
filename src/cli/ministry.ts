import { resolve } from 'node:path';
import { serveMinistry } from '../ministry/serve-ministry.ts';
import { failWith, say } from './output.ts';

/** `tram ministry`: serves until it is interrupted. */
export async function runMinistry(options: {
  data: string;
  port: number;
  sealingKey?: 'hybrid' | 'classic';
}): Promise<void> {
  const dataDir = resolve(options.data);
  const { port, sealingKey } = options;
  const kind = sealingKey === undefined ? {} : { sealingKey };
  try {
    await serveMinistry({ dataDir, port, ...kind, log: say }, (ministry) => {
      process.stdout.write(`${JSON.stringify({ url: ministry.url, dataDir })}\n`);
      say(`The ministry answers at ${ministry.url}.`);
      say(`To enrol a station: code ${ministry.enrolmentCode}, certificate ${dataDir}/keys/ca.pem`);
    });
  } catch (cause) {
    failWith(`The ministry did not start: ${cause instanceof Error ? cause.message : 'unknown'}`);
  }
}
