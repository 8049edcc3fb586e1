import { sealPacket } from '../../../src/sync/seal.ts';
import { createSigningKey } from '../../../src/sync/formats/signing-key.ts';

/** Run as a process of its own under a file size limit: `seal-once.ts DIRECTORY RECIPIENT BYTES`. */
const [directory = '', recipient = '', bytes = '0'] = process.argv.slice(2);
// Without a listener the signal of the limit would end the process before the write fails.
process.on('SIGXFSZ', () => undefined);
const result = await sealPacket({
  stationId: 'ST-01',
  signingKey: await createSigningKey(),
  recipients: [recipient],
  dossierId: 'd-1',
  dossierNumber: 'HS-1',
  version: 1,
  sealedAt: '2026-03-02T10:00:00.000Z',
  dossierJson: Buffer.from('{}'),
  files: [{ name: 'a.png', mediaType: 'image/png', bytes: Buffer.alloc(Number(bytes)) }],
  directory,
});
process.stdout.write(JSON.stringify(result));
