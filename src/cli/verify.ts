import { join, resolve } from 'node:path';
import { verifyFolder } from '../station/index.ts';
import type { FolderVerdict } from '../station/index.ts';
import { failWith, printJson, say } from './output.ts';
import { APPLICATION_DIRECTORY } from './station-process.ts';
import { storeKeyOf } from './store-key.ts';

/** `tram verify`: exits non-zero and names what is wrong. Changes nothing in the folder. */
export async function runVerify(options: { data: string; json?: boolean }): Promise<void> {
  const directory = resolve(options.data);
  const verdict = await verifyFolder({
    directory,
    key: await storeKeyOf(directory),
    migrationsDirectory: join(APPLICATION_DIRECTORY, 'migrations'),
  });
  if (!verdict.ok) {
    if (options.json) printJson({ ok: false, error: verdict.error });
    failWith(`The store in ${directory} cannot be read: ${verdict.error}.`);
  }
  const { ok, balance, dossiers, packets, audit, samples } = verdict.value;
  if (options.json) {
    const unaccounted = balance.balanced ? {} : { unaccounted: balance.unaccounted };
    const badSamples = samples.bad.length === 0 ? {} : { samples };
    printJson({
      ok,
      balance: balance.balanced,
      dossiers,
      packets,
      audit,
      ...unaccounted,
      ...badSamples,
    });
  }
  tell(verdict.value);
  if (!ok) process.exitCode = 1;
}

function tell({ ok, balance, packets, audit, samples }: FolderVerdict): void {
  if (audit.chain === 'broken') {
    say(`The audit chain is broken at entry ${audit.sequence}: ${audit.cause}.`);
  }
  for (const { packetId, dossierNumber, cause } of packets.bad) {
    say(`Packet ${packetId} of dossier ${dossierNumber} is bad: ${cause}.`);
  }
  for (const { id, dossierId, cause } of samples.bad) {
    say(`Sample ${id} of dossier ${dossierId} is bad: ${cause}.`);
  }
  if (!balance.balanced) {
    say(`Captured, acknowledged and outstanding disagree on ${balance.unaccounted.join(', ')}.`);
  }
  if (ok) {
    say(
      `All is well: ${audit.entries} audit entries, ${packets.checked} packets, ` +
        `${samples.checked} samples, captured ${balance.captured} = acknowledged ${balance.acknowledged} + outstanding ${balance.outstanding}.`,
    );
  }
}
