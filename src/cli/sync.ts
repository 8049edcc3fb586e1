import { resolve } from 'node:path';
import { readKeyFile, TRAINING_USERS } from '../station/index.ts';
import { CallFailed, driverFor } from './day/station-driver.ts';
import type { StationDriver } from './day/station-driver.ts';
import { failWith, printJson, say } from './output.ts';
import { NO_EMULATION, startStation } from './station-process.ts';

/**
 * `tram sync`: seals what is approved, sends the batch, fetches receipts. A real station asks for its
 * supervisor: TRAM_LOGIN and TRAM_PASSWORD (and TRAM_PASSPHRASE to open the store).
 */
export async function runSync(options: { data: string; json?: boolean }): Promise<void> {
  const dataDirectory = resolve(options.data);
  const keyFile = readKeyFile(dataDirectory);
  const custody = keyFile.ok ? keyFile.value?.custody : undefined;
  if (custody === undefined) failWith(`${dataDirectory} is no data folder of a station.`);
  const training = custody === 'training';
  const client = await startStation({
    dataDirectory,
    training,
    emulation: training ? { ...NO_EMULATION, ministry: true } : NO_EMULATION,
  });
  try {
    const station = driverFor(client);
    if (!training) await unlock(station);
    await station.call('session.signIn', credentials(training));
    const report = await station.call('sync.sendNow', {});
    if (options.json) printJson(report);
    say(
      `${report.uploaded} of ${report.packets} packets uploaded, ${report.accepted} accepted, ` +
        `${report.returned} returned, ${report.outstanding.length} outstanding.`,
    );
    for (const { dossierNumber, reason } of report.outstanding) say(`${dossierNumber}: ${reason}`);
    if (report.outstanding.length > 0 || report.awaitingReceipt > 0) process.exitCode = 1;
  } catch (cause) {
    if (!(cause instanceof CallFailed)) throw cause;
    if (cause.code === 'nothing-to-send') {
      if (options.json) printJson(NOTHING_SENT);
      say('Nothing waits to be sent.');
      return;
    }
    say(`Nothing is lost, but the batch did not go out: ${cause.message}.`);
    process.exitCode = 1;
  } finally {
    await client.stop();
  }
}

const NOTHING_SENT = {
  packets: 0,
  uploaded: 0,
  accepted: 0,
  returned: 0,
  awaitingReceipt: 0,
  outstanding: [],
};

async function unlock(station: StationDriver): Promise<void> {
  const { phase } = await station.call('station.get', {});
  if (phase === 'ready') return;
  const passphrase = process.env['TRAM_PASSPHRASE'];
  if (!passphrase) failWith('Set TRAM_PASSPHRASE to the passphrase of this station and try again.');
  await station.call('station.unlock', { passphrase });
}

function credentials(training: boolean): { login: string; password: string } {
  const { TRAM_LOGIN: login, TRAM_PASSWORD: password } = process.env;
  if (login && password) return { login, password };
  if (training) {
    const { supervisor } = TRAINING_USERS;
    return { login: supervisor.login, password: supervisor.password };
  }
  return failWith('Set TRAM_LOGIN and TRAM_PASSWORD to those of the supervisor and try again.');
}
