import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FingerPosition } from '../../src/domain/finger-position.ts';
import type { PrintTarget } from '../../src/domain/print-target.ts';
import { openStoreReadOnly, TRAINING_KEY } from '../../src/store/index.ts';
import { RunningStation } from './support/running-station.ts';

let station: RunningStation;
let dossierId: string;
beforeAll(async () => {
  station = await RunningStation.start({ scanner: true });
  await station.officerOnShift();
  ({ dossierId } = await station.newDossier(station.citizen(41)));
});
afterAll(() => station.remove());

const finger = (position: FingerPosition) =>
  ({ kind: 'single', position, impression: 'live-plain' }) as const;
const capture = (position: FingerPosition) =>
  station.ask('fingerprint.capture', { dossierId, target: finger(position) });

describe('taking a print', () => {
  it('shows the print as it arrives, judges it and goes on to the next finger', async () => {
    const reading = station.next('fingerprint.progress', ({ phase }) => phase === 'reading');
    const taken = await capture('right-thumb');
    const { pixels, rowsDone, widthPixels } = await reading;
    expect(pixels?.length).toBe(rowsDone * widthPixels);
    const print = { position: 'right-thumb', impression: 'live-plain', accepted: true };
    expect(taken).toMatchObject({ ok: true, value: { prints: [print] } });
    if (!taken.ok) return;
    expect(taken.value.dossier.fingerprints.next).toEqual(finger('right-index'));
    const { mediaType, bytes } = await station.call('capture.image', {
      captureId: taken.value.prints[0]?.captureId ?? '',
    });
    expect(mediaType).toBe('image/png');
    expect([...bytes.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
  });

  it('asks a weak finger again, says why, and after three attempts keeps the best', async () => {
    await station.call('training.condition', { condition: 'wet' });
    const qualities: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const taken = await capture('right-index');
      if (!taken.ok) throw new Error(taken.error.code);
      expect(taken.value.prints).toHaveLength(1);
      for (const { accepted, quality, reasons } of taken.value.prints) {
        expect(accepted).toBe(quality >= 50);
        if (!accepted) expect(reasons.length).toBeGreaterThan(0);
        qualities.push(quality);
      }
    }
    expect(await capture('right-index')).toMatchObject({ error: { code: 'attempts-used-up' } });
    const dossier = await station.call('dossier.get', { dossierId });
    const step = dossier.fingerprints.steps.find(({ position }) => position === 'right-index');
    const bestQuality = Math.max(...qualities);
    expect(step).toMatchObject({ state: bestQuality >= 50 ? 'done' : 'weak', bestQuality });
    expect(dossier.fingerprints.next).toEqual(finger('right-middle'));
    await station.call('training.condition', { condition: 'good' });
  });

  it('refuses a finger that is written down as missing', async () => {
    await station.call('fingerprint.setException', {
      dossierId,
      position: 'left-thumb',
      reason: 'amputated',
      comment: '',
    });
    expect(await capture('left-thumb')).toMatchObject({ error: { code: 'finger-missing' } });
    await station.call('fingerprint.clearException', { dossierId, position: 'left-thumb' });
  });
});

describe('rolled prints', () => {
  it('are for a supervisor to ask for, and not for a scanner that cannot roll', async () => {
    const wanted = { rolledPrints: 'when-possible' } as const;
    expect(await station.refusal('fingerprint.setRolledPrints', wanted)).toBe('not-allowed');
    await station.call('session.signOut', {});
    await station.signIn('supervisor');
    expect(await station.call('fingerprint.settings', {})).toEqual({ rolledPrints: 'off' });
    await station.call('fingerprint.setRolledPrints', wanted);
    expect(await station.call('fingerprint.settings', {})).toEqual(wanted);
    await station.call('session.signOut', {});
    await station.officerOnShift();
    const { fingerprints } = await station.call('dossier.open', { dossierId });
    expect(fingerprints.steps).toHaveLength(10);
    expect(await refusalOf({ kind: 'slap', slap: 'left-four' })).toBe('device-not-supported');
    expect(await refusalOf({ ...finger('left-ring'), impression: 'live-rolled' })).toBe(
      'device-not-supported',
    );
  });
});

const refusalOf = (target: PrintTarget) =>
  station.refusal('fingerprint.capture', { dossierId, target });

describe('a scanner in trouble', () => {
  it('that answers garbage is named, costs no print taken before, and goes on when it recovers', async () => {
    await station.call('training.fault', { device: 'module', fault: 'garbage' });
    const taken = await capture('right-middle');
    expect(['device-garbage', 'device-no-answer']).toContain(!taken.ok && taken.error.code);
    await station.call('training.fault', { device: 'module', fault: null });
    expect(await capture('right-middle')).toMatchObject({ ok: true });
    const dossier = await station.call('dossier.get', { dossierId });
    expect(dossier.fingerprints.steps[0]).toMatchObject({ state: 'done' });
  });

  it('that is pulled is told at once, and the same finger is taken when it is back', async () => {
    const lost = station.next('devices.changed', (devices) =>
      devices.some((device) => device.state === 'lost'),
    );
    await station.call('training.plug', { device: 'module', plugged: false });
    await lost;
    expect(await capture('left-thumb')).toMatchObject({ error: { code: 'device-disconnected' } });
    await station.call('training.plug', { device: 'module', plugged: true });
    expect(await capture('left-thumb')).toMatchObject({ ok: true });
  });

  it('that is pulled in the middle of a picture is shown as pulled, and is well when it is plugged in', async () => {
    const module = async () =>
      (await station.call('training.devices', {})).find(({ device }) => device === 'module');
    await station.call('training.fault', { device: 'module', fault: 'pulled-in-picture' });
    expect(await capture('left-index')).toMatchObject({ error: { code: 'device-disconnected' } });
    expect(await module()).toMatchObject({ plugged: false, fault: null });
    await station.call('training.plug', { device: 'module', plugged: true });
    expect(await module()).toMatchObject({ plugged: true, fault: null });
    expect(await capture('left-index')).toMatchObject({ ok: true });
  });

  it('whose firmware is refused is named, and the right one is taken again', async () => {
    const problem = async () => (await station.call('devices.list', {}))[0]?.problem;
    await station.call('training.fault', { device: 'module', fault: 'wrong-firmware' });
    await vi.waitFor(async () => expect(await problem()).toBe('device-wrong-firmware'), 5_000);
    expect(await capture('left-middle')).toMatchObject({
      error: { code: 'device-wrong-firmware' },
    });
    await station.call('training.fault', { device: 'module', fault: null });
    await vi.waitFor(async () => expect(await problem()).toBeNull(), 5_000);
    expect(await capture('left-middle')).toMatchObject({ ok: true });
  });

  it('is an incident for the technician', async () => {
    const store = openStoreReadOnly({
      directory: station.directory,
      key: TRAINING_KEY,
      migrationsDirectory: 'migrations',
    });
    if (!store.ok) throw new Error(store.error);
    const codes = store.value.incidents.list().map((incident) => incident.code);
    store.value.close();
    expect(codes.length).toBeGreaterThan(0);
  });
});
