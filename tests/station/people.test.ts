import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, openStoreReadOnly, TRAINING_KEY } from '../../src/store/index.ts';
import { TRAINING_USERS } from '../../src/station/index.ts';
import { RunningStation } from './support/running-station.ts';

let station: RunningStation;
beforeAll(async () => {
  station = await RunningStation.start();
});
afterAll(() => station.remove());

function auditEntries(): { kind: string; detail: unknown }[] {
  const store = openStoreReadOnly({
    directory: station.directory,
    key: TRAINING_KEY,
    migrationsDirectory: 'migrations',
  });
  if (!store.ok) throw new Error(store.error);
  try {
    return store.value.audit.list({ limit: 1000 }).map(({ kind, detail }) => ({ kind, detail }));
  } finally {
    store.value.close();
  }
}

describe('signing in', () => {
  it('is asked of everybody', async () => {
    expect(await station.refusal('dossier.list', { query: '', states: [], limit: 1 })).toBe(
      'not-signed-in',
    );
  });

  it('refuses a wrong password and an unknown login in the same words', async () => {
    const { login } = TRAINING_USERS.officer;
    expect(await station.refusal('session.signIn', { login, password: 'x' })).toBe(
      'bad-credentials',
    );
    expect(await station.refusal('session.signIn', { login: 'nobody', password: 'x' })).toBe(
      'bad-credentials',
    );
  });

  it('rests an account after five wrong passwords', async () => {
    const { login, password } = TRAINING_USERS.technician;
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      await station.refusal('session.signIn', { login, password: 'wrong' });
    }
    expect(await station.refusal('session.signIn', { login, password: 'wrong' })).toBe(
      'account-locked',
    );
    expect(await station.refusal('session.signIn', { login, password })).toBe('account-locked');
  });
});

describe('guessing passwords', () => {
  it('is counted one by one, also when all guesses come at once', async () => {
    const { login, password } = TRAINING_USERS.supervisor;
    const guesses = Array.from({ length: 12 }, (_, guess) =>
      station.refusal('session.signIn', { login, password: `guess ${guess}` }),
    );
    const answers = await Promise.all(guesses);
    expect(answers.filter((answer) => answer === 'bad-credentials')).toHaveLength(4);
    expect(await station.refusal('session.signIn', { login, password })).toBe('account-locked');
    await station.client.stop();
    // The rest of these tests needs the supervisor: the account's rest is taken out of the store.
    const store = openStore({
      directory: station.directory,
      key: TRAINING_KEY,
      migrationsDirectory: 'migrations',
    });
    if (!store.ok) throw new Error(store.error);
    store.value.write({ userId: null }, (transaction) => {
      const user = transaction.users.findByLogin(login);
      if (user) transaction.users.setAttempts(user.id, { failedAttempts: 0, lockedUntil: null });
    });
    store.value.close();
    await station.startAgain();
  });

  it('does not tell whether a login exists', async () => {
    const answers: string[] = [];
    for (let guess = 1; guess <= 6; guess += 1) {
      answers.push(await station.refusal('session.signIn', { login: 'no-such', password: 'x' }));
    }
    expect(answers.slice(-2)).toEqual(['account-locked', 'account-locked']);
  });
});

describe('rights', () => {
  it('keep a technician away from the records of citizens', async () => {
    await station.officerOnShift();
    const { dossierId } = await station.newDossier(station.citizen(12));
    await station.signIn('supervisor');
    await station.call('users.create', {
      login: 'ky-thuat-hai',
      password: 'ky-thuat-hai',
      displayName: 'Kỹ thuật hai',
      role: 'technician',
    });
    await station.call('session.signIn', { login: 'ky-thuat-hai', password: 'ky-thuat-hai' });
    expect(await station.refusal('dossier.get', { dossierId })).toBe('not-allowed');
    expect(await station.refusal('dossier.list', { query: '', states: [], limit: 5 })).toBe(
      'not-allowed',
    );
    expect(await station.refusal('capture.image', { captureId: 'x' })).toBe('not-allowed');
    expect(await station.refusal('dossier.slip', { dossierId })).toBe('not-allowed');
  });

  it('are checked in the station process, and a refusal is audited', async () => {
    await station.officerOnShift();
    expect(await station.refusal('day.approve', { dossierIds: [] })).toBe('not-allowed');
    expect(await station.refusal('sync.sendNow', {})).toBe('not-allowed');
    expect(await station.refusal('users.list', {})).toBe('not-allowed');
    expect(auditEntries()).toContainEqual({
      kind: 'call.refused',
      detail: { procedure: 'day.approve', cause: 'not-allowed' },
    });
  });

  it.each(['__proto__', 'constructor', 'toString', 'nothing.like.it', ''])(
    'there is no procedure %j',
    async (name) => {
      expect(await station.client.callUnchecked(name, {})).toMatchObject({
        ok: false,
        error: { code: 'unknown-procedure' },
      });
    },
  );

  it('input that the contract does not know is refused', async () => {
    expect(
      await station.client.callUnchecked('dossier.get', { dossierId: 'a', extra: 1 }),
    ).toMatchObject({ error: { code: 'invalid-input' } });
  });
});

describe('a locked screen', () => {
  it('answers nothing but unlocking, and opens with the password alone', async () => {
    await station.officerOnShift();
    await station.call('session.lock', { cause: 'asked' });
    expect(await station.refusal('dossier.list', { query: '', states: [], limit: 1 })).toBe(
      'locked',
    );
    expect(await station.refusal('session.unlock', { password: 'x' })).toBe('bad-credentials');
    const { password } = TRAINING_USERS.officer;
    expect(await station.call('session.unlock', { password })).toMatchObject({ locked: false });
  });
});

describe('the hand-over at shift change', () => {
  it('keeps the open dossier, its step and the seat, under the next officer', async () => {
    await station.signIn('supervisor');
    await station.call('users.create', {
      login: 'ca-hai',
      password: 'ca-hai-mat-khau',
      displayName: 'Cán bộ ca hai',
      role: 'officer',
    });
    await station.officerOnShift();
    const { dossierId } = await station.newDossier(station.citizen(11));
    await station.call('dossier.goTo', { dossierId, step: 'family' });
    await station.call('session.lock', { cause: 'idle' });
    const session = await station.call('session.handOver', {
      login: 'ca-hai',
      password: 'ca-hai-mat-khau',
    });
    expect(session).toMatchObject({
      user: { displayName: 'Cán bộ ca hai' },
      locked: false,
      openDossierId: dossierId,
      shift: { site: 'Phường Ba Đình', line: '1', seat: '2', quota: 150 },
    });
    expect(await station.call('dossier.get', { dossierId })).toMatchObject({ step: 'family' });
  });
});

describe('the people of a station', () => {
  it('always keep one supervisor who can sign in', async () => {
    await station.signIn('supervisor');
    const users = await station.call('users.list', {});
    const supervisor = users.find((user) => user.role === 'supervisor');
    expect(await station.refusal('users.disable', { userId: supervisor?.userId ?? '' })).toBe(
      'last-supervisor',
    );
  });

  it('have logins of their own and passwords of eight characters or more', async () => {
    const person = { displayName: 'A', role: 'officer' } as const;
    expect(
      await station.refusal('users.create', { ...person, login: 'CANBO', password: 'long enough' }),
    ).toBe('login-taken');
    expect(
      await station.refusal('users.create', { ...person, login: 'b', password: 'short' }),
    ).toBe('password-too-short');
  });
});
