import { join, resolve } from 'node:path';
import { verifyFolder } from '../station/index.ts';
import type { FolderVerdict } from '../station/index.ts';
import { failWith, printJson, say } from './output.ts';
import { APPLICATION_DIRECTORY } from './station-process.ts';
import { storeKeyOf } from './store-key.ts';
import { sentencesOf } from './verify-sentences.ts';

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
  if (options.json) printJson(reportOf(verdict.value));
  for (const sentence of sentencesOf(verdict.value)) say(sentence);
  if (!verdict.value.ok) process.exitCode = 1;
}

/** What is always there, and beside it only what names something wrong. */
function reportOf(verdict: FolderVerdict): object {
  const { ok, balance, dossiers, packets, audit, samples, contradictions } = verdict;
  const { unaccounted } = balance;
  return {
    ok,
    balance: balance.balanced,
    dossiers,
    packets,
    audit,
    ...(unaccounted.length === 0 ? {} : { unaccounted }),
    ...(samples.bad.length === 0 ? {} : { samples }),
    ...(contradictions.length === 0 ? {} : { contradictions }),
  };
}
