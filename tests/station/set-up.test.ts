import { afterEach, describe, expect, it } from 'vitest';
import { createPassphraseKey, openStore } from '../../src/store/index.ts';
import { RunningStation } from './support/running-station.ts';

const PASSPHRASE = 'một câu dài để mở trạm';
const SET_UP = {
  stationId: 'HN001',
  passphrase: PASSPHRASE,
  supervisor: { login: 'chihuy', password: 'mat-khau-dai', displayName: 'Chỉ huy' },
};

let station: RunningStation | undefined;
afterEach(async () => {
  await station?.remove();
  station = undefined;
});

async function realStation(directory?: string): Promise<RunningStation> {
  station = await RunningStation.start({}, { training: false, ...(directory && { directory }) });
  return station;
}

describe('a new station', () => {
  it('is set up with a passphrase, and asks for it at the next start', async () => {
    const first = await realStation();
    expect((await first.call('station.get', {})).phase).toBe('setup');
    expect(await first.refusal('session.get', {})).toBe('setup-needed');
    const view = await first.call('station.setUp', SET_UP);
    expect(view).toMatchObject({ phase: 'ready', stationId: 'HN001', training: false });
    const { login, password } = SET_UP.supervisor;
    await first.call('session.signIn', { login, password });

    await first.client.stop();
    await first.startAgain();
    expect((await first.call('station.get', {})).phase).toBe('passphrase');
    expect(await first.refusal('session.get', {})).toBe('passphrase-needed');
    expect(await first.refusal('station.unlock', { passphrase: 'sai' })).toBe('passphrase-wrong');
    expect((await first.call('station.unlock', { passphrase: PASSPHRASE })).phase).toBe('ready');
    expect(await first.refusal('station.setUp', SET_UP)).toBe('already-set-up');
  });

  it('refuses a short passphrase and a short password, and makes nothing', async () => {
    const first = await realStation();
    const short = { ...SET_UP, passphrase: 'ngắn' };
    expect(await first.refusal('station.setUp', short)).toBe('passphrase-too-short');
    const weak = { ...SET_UP, supervisor: { ...SET_UP.supervisor, password: 'ngắn' } };
    expect(await first.refusal('station.setUp', weak)).toBe('password-too-short');
    expect((await first.call('station.get', {})).phase).toBe('setup');
  });

  it('pressed for twice is made once', async () => {
    const first = await realStation();
    const [one, two] = await Promise.all([
      first.ask('station.setUp', SET_UP),
      first.ask('station.setUp', SET_UP),
    ]);
    expect([one.ok, two.ok].filter(Boolean)).toHaveLength(1);
    expect((await first.call('station.get', {})).phase).toBe('ready');
  });
});

describe('a station whose power went in the middle of the set-up', () => {
  it('goes on with its key file and the same passphrase', async () => {
    const first = await realStation();
    await createPassphraseKey(first.directory, PASSPHRASE);
    expect((await first.call('station.get', {})).phase).toBe('setup');
    const other = { ...SET_UP, passphrase: 'một câu dài nhưng khác' };
    expect(await first.refusal('station.setUp', other)).toBe('passphrase-wrong');
    expect((await first.call('station.setUp', SET_UP)).phase).toBe('ready');
  });

  it('goes on when the store was made, but nobody is in it yet', async () => {
    const first = await realStation();
    const key = await createPassphraseKey(first.directory, PASSPHRASE);
    if (!key.ok) throw new Error(key.error);
    const { directory } = first;
    const store = openStore({ directory, key: key.value, migrationsDirectory: 'migrations' });
    if (!store.ok) throw new Error(store.error);
    store.value.close();

    expect((await first.call('station.get', {})).phase).toBe('passphrase');
    expect((await first.call('station.unlock', { passphrase: PASSPHRASE })).phase).toBe('setup');
    expect((await first.call('station.setUp', SET_UP)).phase).toBe('ready');
  });
});

describe('real records and training', () => {
  it('never share a folder', async () => {
    const training = await RunningStation.start();
    await training.client.stop();
    const real = await realStation(training.directory);
    expect(await real.refusal('station.get', {})).toBe('store-of-other-kind');
  });
});
