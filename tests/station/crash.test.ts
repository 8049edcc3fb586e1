import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RunningStation } from './support/running-station.ts';

let station: RunningStation;
beforeAll(async () => {
  station = await RunningStation.start();
});
afterAll(() => station.remove());

it('after the station process died the officer goes on with the same dossier at the same step', async () => {
  await station.officerOnShift();
  const citizen = station.citizen(3);
  const { dossierId } = await station.newDossier(citizen);
  const typed = { ...citizen.data.person, occupation: 'Thợ may, đang gõ dở' };
  await station.call('dossier.saveGroup', { dossierId, group: 'person', data: typed });
  await station.call('dossier.goTo', { dossierId, step: 'residence' });

  await station.crashAndRestart();

  const session = await station.call('session.get', {});
  expect(session).toMatchObject({ openDossierId: dossierId, user: { login: 'canbo' } });
  expect(session.shift).toMatchObject({ seat: '2' });
  const dossier = await station.call('dossier.get', { dossierId });
  expect(dossier.step).toBe('residence');
  expect(dossier.groups['person']).toEqual(typed);
});

it('a call that was open when the process died is answered, not left hanging', async () => {
  const pending = station.ask('day.get', {});
  const gone = new Promise<void>((resolve) => station.client.onExit(() => resolve()));
  station.client.kill();
  await gone;
  expect((await pending).ok).toBe(false);
  expect(await station.refusal('session.get', {})).toBe('station-down');
  await station.startAgain();
});

it('another window that starts afterwards asks everybody to sign in again', async () => {
  await station.client.stop();
  const other = await RunningStation.start({}, { directory: station.directory });
  // The same nonce: the session is still there …
  expect((await other.call('session.get', {})).user).not.toBeNull();
  await other.client.stop();
  const { startStation, NO_EMULATION } = await import('../../src/cli/station-process.ts');
  station.client = await startStation(
    { dataDirectory: station.directory, training: true, emulation: NO_EMULATION },
    'another window of the tests',
  );
  // … under another one it is not.
  expect((await station.call('session.get', {})).user).toBeNull();
});

it('a folder whose key file is gone is called damaged, and gets no new key', async () => {
  await station.client.stop();
  const keyFile = join(station.directory, 'key.json');
  const key = await readFile(keyFile);
  await rm(keyFile);
  await station.startAgain();
  expect(await station.refusal('station.get', {})).toBe('store-damaged');
  expect(existsSync(keyFile)).toBe(false);
  await station.client.stop();
  await writeFile(keyFile, key);
  await station.startAgain();
  expect((await station.call('station.get', {})).phase).toBe('ready');
});
