import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import { verifyFolder, TRAINING_KEY } from '../../src/station/index.ts';
import { RunningStation } from './support/running-station.ts';

let station: RunningStation;
beforeAll(async () => {
  station = await RunningStation.start({ ministry: true });
});
afterAll(() => station.remove());

async function approveAll(): Promise<void> {
  await station.signIn('supervisor');
  const { dossiers } = await station.call('day.get', {});
  const captured = dossiers.filter((dossier) => dossier.state === 'captured');
  await station.call('day.approve', { dossierIds: captured.map(({ dossierId }) => dossierId) });
}

describe('the end of the day', () => {
  it('sends what is approved and nothing else, and every packet comes back with a receipt', async () => {
    await station.officerOnShift();
    const approved = await station.confirmedDossier(station.citizen(31));
    await station.call('dossier.close', {});
    const draft = await station.newDossier(station.citizen(32));
    await approveAll();
    await station.officerOnShift();
    const captured = await station.confirmedDossier(station.citizen(33));
    await station.signIn('supervisor');

    const report = await station.call('sync.sendNow', {});

    expect(report).toMatchObject({ packets: 1, uploaded: 1, accepted: 1, outstanding: [] });
    const state = async (dossierId: string) =>
      (await station.call('dossier.get', { dossierId })).state;
    expect(await state(approved.dossierId)).toBe('acknowledged');
    expect(await state(captured.dossierId)).toBe('captured');
    expect(await state(draft.dossierId)).toBe('draft');
    const { balance } = await station.call('day.get', {});
    expect(balance).toMatchObject({ captured: 2, acknowledged: 1, outstanding: 1, balanced: true });
  });

  it('gives a dossier that the supervisor sends back to the line, with the reason', async () => {
    await station.officerOnShift();
    const { dossierId } = await station.confirmedDossier(station.citizen(34));
    await station.signIn('supervisor');
    const reason = 'Ảnh chân dung bị lóa';
    await station.call('day.sendBack', { dossierIds: [dossierId], reason });
    await station.officerOnShift();
    const dossier = await station.call('dossier.open', { dossierId });
    expect(dossier).toMatchObject({
      state: 'draft',
      version: 1,
      returnReason: { by: 'supervisor', text: reason },
    });
    await station.call('dossier.confirm', { dossierId, citizenConfirmed: true });
  });

  it('prints its report', async () => {
    await station.signIn('supervisor');
    const { pdf, fileName } = await station.call('sync.reportPdf', {});
    expect(new TextDecoder('latin1').decode(pdf.subarray(0, 5))).toBe('%PDF-');
    expect(fileName).toMatch(/^bao-cao-\d{4}-\d\d-\d\d\.pdf$/);
  });
});

describe('a dossier that the ministry returns', () => {
  it('comes back with the reason, keeps its samples, and goes out again as the next version', async () => {
    const citizen = station.citizen(35);
    const returns = {
      [citizen.citizenNumber]: { code: 'citizen-data-mismatch', text: 'Sai ngày sinh' },
    };
    const file = join(station.directory, 'ministry', 'returns.json');
    await writeFile(file, JSON.stringify(returns));
    await station.officerOnShift();
    const { dossierId } = await station.confirmedDossier(citizen);
    await approveAll();
    expect(await station.call('sync.sendNow', {})).toMatchObject({ returned: 1 });

    await writeFile(file, '{}');
    await station.officerOnShift();
    const again = await station.call('dossier.open', { dossierId });
    expect(again).toMatchObject({
      state: 'draft',
      version: 2,
      missing: [],
      returnReason: { by: 'ministry', text: 'Sai ngày sinh' },
    });
    await station.call('dossier.confirm', { dossierId, citizenConfirmed: true });
    await approveAll();
    await station.call('sync.sendNow', {});
    expect(await station.call('dossier.get', { dossierId })).toMatchObject({
      state: 'acknowledged',
      version: 2,
    });
  });
});

describe('a ministry that cannot be reached', () => {
  it('leaves every packet outstanding with its reason; the next run sends it once', async () => {
    const alone = await RunningStation.start({ ministry: true });
    try {
      await alone.officerOnShift();
      const { dossierId } = await alone.confirmedDossier(alone.citizen(36));
      await alone.signIn('supervisor');
      await alone.call('day.approve', { dossierIds: [dossierId] });
      await alone.client.stop();

      // The same folder without its ministry: the station knows the address, nobody answers there.
      const offline = await RunningStation.start({}, { directory: alone.directory });
      await offline.signIn('supervisor');
      const uploading = offline.next('sync.progress', ({ phase }) => phase === 'sealing');
      const sending = offline.ask('sync.sendNow', {});
      await uploading;
      expect((await offline.call('sync.status', {})).running).toBe(true);
      expect(await offline.refusal('sync.sendNow', {})).toBe('already-running');
      await offline.client.stop();
      // Broken off, not lost: the report names the packet that still waits.
      expect(await sending).toMatchObject({
        ok: true,
        value: { packets: 1, uploaded: 0, outstanding: [{ reason: expect.any(String) }] },
      });

      const online = await RunningStation.start({ ministry: true }, { directory: alone.directory });
      await online.signIn('supervisor');
      const report = await online.call('sync.sendNow', {});
      expect(report).toMatchObject({ packets: 1, accepted: 1, outstanding: [] });
      alone.client = online.client;
    } finally {
      await alone.remove();
    }
  });
});

describe('a station that was off at the hour of the batch', () => {
  it('sends it when it is on again, by itself, and tells until then why it did not go', async () => {
    const alone = await RunningStation.start({ ministry: true });
    try {
      await alone.officerOnShift();
      const { dossierId } = await alone.confirmedDossier(alone.citizen(38));
      await alone.signIn('supervisor');
      await alone.call('day.approve', { dossierIds: [dossierId] });
      await alone.client.stop();
      const offline = await RunningStation.start({}, { directory: alone.directory });
      await offline.signIn('supervisor');
      expect(await offline.call('sync.sendNow', {})).toMatchObject({ accepted: 0, uploaded: 0 });
      await offline.client.stop();
      twoDaysPass(alone.directory);

      await alone.startAgain();
      await alone.signIn('supervisor');
      expect(await alone.call('sync.status', {})).toMatchObject({
        lastProblem: expect.stringMatching(/^ministry-/),
      });
      const state = async () => (await alone.call('dossier.get', { dossierId })).state;
      await vi.waitFor(async () => expect(await state()).toBe('acknowledged'), 30_000);
      expect(await alone.call('sync.status', {})).toMatchObject({ lastProblem: null });
    } finally {
      await alone.remove();
    }
  }, 120_000);
});

/** As if the clock had sent for the last time two days ago. */
function twoDaysPass(directory: string): void {
  const store = openStore({ directory, key: TRAINING_KEY, migrationsDirectory: 'migrations' });
  if (!store.ok) throw new Error(store.error);
  store.value.write({ userId: null }, (transaction) => {
    transaction.settings.set('clockSettledAt', Date.now() - 2 * 86_400_000);
  });
  store.value.close();
}

describe('a packet whose file was lost before it was sent', () => {
  it('is sealed anew from the store, and its dossier arrives once', async () => {
    const alone = await RunningStation.start({ ministry: true });
    try {
      await alone.officerOnShift();
      const { dossierId } = await alone.confirmedDossier(alone.citizen(37));
      await alone.signIn('supervisor');
      await alone.call('day.approve', { dossierIds: [dossierId] });
      await alone.client.stop();
      const offline = await RunningStation.start({}, { directory: alone.directory });
      await offline.signIn('supervisor');
      const sealing = offline.next('sync.progress', ({ phase }) => phase === 'sealing');
      const sending = offline.ask('sync.sendNow', {});
      await sealing;
      await offline.client.stop();
      await sending;
      await rm(join(alone.directory, 'packets'), { recursive: true });

      await alone.startAgain();
      await alone.signIn('supervisor');
      const first = await alone.call('sync.sendNow', {});
      expect(first.outstanding).toMatchObject([{ reason: 'packet-missing' }]);
      const second = await alone.call('sync.sendNow', {});
      expect(second).toMatchObject({ packets: 1, accepted: 1, outstanding: [] });
      expect(await alone.call('dossier.get', { dossierId })).toMatchObject({
        state: 'acknowledged',
      });
      const { balance } = await alone.call('day.get', {});
      expect(balance).toMatchObject({ captured: 1, acknowledged: 1, balanced: true });
    } finally {
      await alone.remove();
    }
  });
});

it('an inspector finds audit chain, packets and balance in order', async () => {
  await station.client.stop();
  const verdict = await verifyFolder({
    directory: station.directory,
    key: TRAINING_KEY,
    migrationsDirectory: 'migrations',
  });
  expect(verdict).toMatchObject({
    ok: true,
    value: { ok: true, audit: { chain: 'ok' }, packets: { bad: [], checked: 5 } },
  });
});
