import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTar } from '../../src/sync/formats/tar-archive.ts';
import { RunningStation } from './support/running-station.ts';

let station: RunningStation;
let deviceId: string;
beforeAll(async () => {
  station = await RunningStation.start({ scanner: true });
  await station.officerOnShift();
  const citizen = station.citizen(77);
  const { dossierId } = await station.newDossier(citizen);
  await station.typeAllData(dossierId, citizen);
  const target = { kind: 'single', position: 'right-thumb', impression: 'live-plain' } as const;
  await station.call('fingerprint.capture', { dossierId, target });
  await station.call('training.plug', { device: 'module', plugged: false });
  await station.call('training.plug', { device: 'module', plugged: true });
  await station.call('session.signOut', {});
  await station.signIn('technician');
  deviceId = (await station.call('devices.list', {}))[0]?.deviceId ?? '';
});
afterAll(() => station.remove());

describe('the technician at a device', () => {
  it('sees what it is, what it did today and how it went', async () => {
    expect(await station.call('devices.list', {})).toMatchObject([
      {
        role: 'fingerprint',
        state: 'ready',
        serving: true,
        driver: 'zfm',
        abilities: ['single-plain'],
        emulated: true,
        capturesToday: 1,
        errorsToday: [{ code: 'disconnected', count: 1 }],
        readyAfterMs: expect.any(Number),
      },
    ]);
  });

  it('tests it without a citizen, and the result stays', async () => {
    const checkup = await station.call('devices.selfTest', { deviceId });
    expect(checkup).toMatchObject({ ok: true });
    expect(checkup.checks.map(({ name }) => name)).toEqual([
      'lost-answers',
      'slowest-answer-ms',
      'glass-is-empty',
    ]);
    expect(await station.call('devices.list', {})).toMatchObject([{ selfTest: checkup }]);
  });

  it('tries it, sees the print grow, and nothing of it is kept', async () => {
    const seen = station.next('device.picture', ({ rowsDone }) => rowsDone > 0);
    const image = await station.call('devices.testImage', { deviceId });
    expect(image).toMatchObject({ mediaType: 'image/png', quality: expect.any(Number) });
    expect((await seen).deviceId).toBe(deviceId);
    expect(await station.call('devices.list', {})).toMatchObject([{ capturesToday: 1 }]);
  });

  it('calibrates it with a finger, figure by figure', async () => {
    const { ok, checks } = await station.call('devices.calibrate', { deviceId });
    expect({ ok, checks }).toMatchObject({ ok: true });
    expect(checks.map(({ name }) => name)).toContain('ridge-period-mm');
  });

  it('sets it aside, and takes it back', async () => {
    const settings = { deviceId, preferred: false };
    await station.call('devices.set', { ...settings, setAside: true });
    expect(await station.call('devices.list', {})).toMatchObject([
      { state: 'set-aside', serving: false },
    ]);
    expect(await station.refusal('devices.selfTest', { deviceId })).toBe('device-not-open');
    await station.call('devices.set', { ...settings, setAside: false });
    expect(await station.call('devices.list', {})).toMatchObject([
      // That a technician did it is no fault of the device.
      { state: 'ready', errorsToday: [{ code: 'disconnected', count: 1 }] },
    ]);
  });

  it('writes down what was done about an incident', async () => {
    const [incident] = await station.call('incidents.list', {});
    expect(incident).toMatchObject({
      code: 'disconnected',
      device: deviceId,
      whatOfficerSaw: 'device-disconnected',
      dossierNumber: expect.any(String),
      resolvedAt: null,
    });
    const incidentId = incident?.incidentId ?? '';
    const resolved = await station.call('incidents.resolve', {
      incidentId,
      whatWasDone: 'Đã thay cáp',
    });
    expect(resolved).toMatchObject([
      { whatWasDone: 'Đã thay cáp', resolvedBy: 'Kỹ thuật Tập huấn' },
    ]);
  });

  it('hands out a bundle in which nothing of a citizen stands', async () => {
    const { fileName, bytes } = await station.call('devices.bundle', {});
    expect(fileName).toMatch(/^tram-diagnostics-.*\.tar$/);
    const entries = readTar(bytes);
    if (!entries.ok) throw new Error(entries.error);
    expect(entries.value.map(({ name }) => name)).toEqual([
      'station.json',
      'machine.json',
      'devices.json',
      'known-devices.json',
      'ports.json',
      'device-errors-today.json',
      'incidents.json',
      'shell.log',
    ]);
    const text = Buffer.from(bytes).toString('utf8');
    const { citizenNumber, data } = station.citizen(77);
    const { fullName, dateOfBirth } = data.person;
    const { phone } = data.electronicIdentity;
    for (const word of [citizenNumber, fullName, dateOfBirth, phone, 'Đã thay cáp']) {
      expect(text).not.toContain(word);
    }
    const [incident] = await station.call('incidents.list', {});
    expect(text).not.toContain(incident?.dossierNumber);
    expect(text).toContain(deviceId);
  });

  it('calibrates a serial camera, whose picture is smaller than others', async () => {
    await station.call('training.plug', { device: 'serial-camera', plugged: true });
    const devices = await station.call('devices.list', {});
    const camera = devices.find(({ driver }) => driver === 'vc0706');
    const { checks } = await station.call('devices.calibrate', {
      deviceId: camera?.deviceId ?? '',
    });
    expect(checks).toMatchObject([
      { name: 'picture-is-whole', ok: true },
      { name: 'background-is-plain', ok: true },
      { name: 'background-luminance', ok: true, value: expect.any(Number) },
      { name: 'burnt-percent', ok: true, value: expect.any(Number) },
    ]);
  });

  it('is refused to an officer', async () => {
    await station.call('session.signOut', {});
    await station.signIn('officer');
    expect(await station.refusal('devices.selfTest', { deviceId })).toBe('not-allowed');
    expect(await station.refusal('devices.bundle', {})).toBe('not-allowed');
  });
});
