import { once } from 'node:events';
import { createServer } from 'node:https';
import { issueServerCertificate } from '../../src/ministry/authority.ts';
import { loadMinistryKeys } from '../../src/ministry/ministry-keys.ts';
import { startMinistry } from '../../src/ministry/start-ministry.ts';
import type { FarSide } from '../upload.ts';

/**
 * The other end of the wire: a ministry, and a server that reads what `curl` sends and throws it away, under
 * a certificate of the same authority. `DIRECTORY ADDRESS`; ends with its standard input.
 */
const [dataDir = '', host = ''] = process.argv.slice(2);
const ministry = await startMinistry({ dataDir, host });
const keys = await loadMinistryKeys(dataDir, 'hybrid');
const server = await issueServerCertificate(keys.authority, [host]);
const tls = {
  cert: server.certificatePem,
  key: server.privateKeyPem,
  minVersion: 'TLSv1.3',
} as const;
const sink = createServer(tls, (request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(204).end());
});
sink.listen(0, host);
await once(sink, 'listening');
const address = sink.address();
if (address === null || typeof address === 'string') throw new Error('the sink listens on no port');
const reached: FarSide = {
  ministryUrl: ministry.url,
  caPem: ministry.caPem,
  enrolmentCode: ministry.enrolmentCode,
  sinkUrl: `https://${host}:${address.port}/`,
};
process.stdout.write(`${JSON.stringify(reached)}\n`);
process.stdin.resume();
await once(process.stdin, 'end');
sink.closeAllConnections();
sink.close();
await ministry.stop();
