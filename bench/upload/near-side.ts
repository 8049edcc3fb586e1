import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { uploadBatch } from '../../src/sync/upload.ts';
import { TestStation } from '../../tests/ministry/support/station.ts';
import type { TestPacket } from '../../tests/ministry/support/station.ts';
import { sentOverLinkBytes } from '../support/shaped-link.ts';
import { sum } from '../support/statistics.ts';
import type { Round, Run, UploadTask } from '../upload.ts';

/**
 * This end of the wire: an enrolled station that uploads a fresh batch each round, then `curl` with the same
 * bytes in one file. Prints one JSON line a round.
 */
const task = JSON.parse(process.argv[2] ?? '') as UploadTask;
mkdirSync(task.directory, { recursive: true });
const caFile = join(task.directory, 'ca.pem');
writeFileSync(caFile, task.caPem);
const station = await TestStation.enrol({ ...task, url: task.ministryUrl }, task.directory);
for (let round = 0; round < task.rounds; round += 1) {
  const packets: TestPacket[] = [];
  for (let count = 0; count < task.packets; count += 1) {
    packets.push(await station.seal({ imageBytes: task.packetBytes }));
  }
  const oneFile = join(task.directory, 'one-file');
  writeFileSync(oneFile, Buffer.concat(packets.map(({ path }) => readFileSync(path))));
  const payloadBytes = sum(packets.map(({ sizeBytes }) => sizeBytes));
  const line: Round = {
    subject: await overTheWire(payloadBytes, () => sendBatch(packets)),
    peer: await overTheWire(payloadBytes, () => curl(oneFile)),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function overTheWire(payloadBytes: number, send: () => Promise<number>): Promise<Run> {
  const before = sentOverLinkBytes();
  const seconds = await send();
  return { seconds, payloadBytes, wireBytes: sentOverLinkBytes() - before };
}

/** Connections are opened within the time that is measured. @returns seconds */
async function sendBatch(packets: readonly TestPacket[]): Promise<number> {
  const client = station.client(task.ministryUrl);
  const batchId = randomUUID();
  const manifest = await station.manifest(batchId, packets);
  const signal = AbortSignal.timeout(120_000);
  try {
    const startedAt = performance.now();
    const result = await uploadBatch({ client, batchId, manifest, packets, signal });
    const seconds = (performance.now() - startedAt) / 1000;
    const uploaded = result.packets.filter(({ state }) => state === 'uploaded').length;
    if (!result.finalized || uploaded !== packets.length) throw new Error(JSON.stringify(result));
    return seconds;
  } finally {
    client.close();
  }
}

/** The peer's time is its own, without the start of the program. @returns seconds */
async function curl(file: string): Promise<number> {
  const report = ['--silent', '--show-error', '--fail', '--write-out', '%{time_total}'];
  const { stdout } = await promisify(execFile)('curl', [
    ...report,
    '--cacert',
    caFile,
    '--upload-file',
    file,
    task.sinkUrl,
  ]);
  return Number(stdout);
}
