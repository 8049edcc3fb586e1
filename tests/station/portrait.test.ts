import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeviceView, DossierView } from '../../src/contract/views.ts';
import type { ProcedureInput } from '../../src/contract/procedures.ts';
import { Vc0706Emulator } from '../../src/devices/emulators/vc0706-emulator.ts';
import { dossierForPacket } from '../../src/station/batch/dossier-record.ts';
import type { DossierId } from '../../src/domain/ids.ts';
import { openStoreReadOnly, TRAINING_KEY } from '../../src/store/index.ts';
import { RunningStation } from './support/running-station.ts';

type Camera = ProcedureInput<'devices.reportCameras'>['cameras'][number];

const WEBCAM: Camera = {
  cameraId: 'media:046d:085c:C922 Pro Stream Webcam',
  label: 'C922 Pro Stream Webcam (046d:085c)',
  state: 'ready',
  problem: null,
  widthPixels: 1920,
  heightPixels: 1080,
};

let folder: string;
let serial: Vc0706Emulator;
let station: RunningStation;
let dossierId: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tram-camera-'));
  serial = new Vc0706Emulator({ path: join(folder, 'camera'), pace: 'none', startMs: 50 });
  await serial.line.plug();
  const devices = [{ driver: 'vc0706', port: join(folder, 'camera') }] as const;
  station = await RunningStation.start({}, { devices: [...devices] });
  await station.officerOnShift();
});
afterAll(async () => {
  await station.remove();
  await serial.line.unplug();
  rmSync(folder, { recursive: true, force: true });
});

const cameras = async (): Promise<DeviceView[]> =>
  (await station.call('devices.list', {})).filter(({ role }) => role === 'portrait-camera');
/** The camera that serves, once it is this one. */
async function serves(driver: string): Promise<DeviceView> {
  const isServing = (device: DeviceView): boolean => device.driver === driver && device.serving;
  const told = station.next('devices.changed', (devices) => devices.some(isServing));
  const now = (await cameras()).find(isServing);
  return now ?? (await told).find(isServing)!; // the event was waited for until it has one
}
const report = (...given: Camera[]): Promise<unknown> =>
  station.call('devices.reportCameras', { cameras: given });

describe('a station whose only camera is a serial one', () => {
  let citizen: ReturnType<RunningStation['citizen']>;
  beforeAll(async () => {
    citizen = station.citizen(71);
    ({ dossierId } = await station.newDossier(citizen));
    await serves('vc0706');
  });

  it('takes a portrait with it, tells how far it has come, and says that it is coarse', async () => {
    const told: number[] = [];
    const stop = station.client.onEvent((name, payload) => {
      if (name !== 'portrait.progress') return;
      const { receivedBytes, totalBytes } = payload as {
        receivedBytes: number;
        totalBytes: number;
      };
      expect(receivedBytes).toBeLessThanOrEqual(totalBytes);
      told.push(receivedBytes);
    });
    const dossier = await station.call('portrait.take', { dossierId });
    stop();
    expect(told.length).toBeGreaterThan(1);
    expect(told).toEqual(told.toSorted((one, other) => one - other));
    expect(dossier.portrait?.checks).toContain('low-resolution');
    expect(dossier.missing).not.toContain('portrait');
  });

  it('takes one picture at a time, and gives up the one that nobody waits for any more', async () => {
    serial.order({ kind: 'slow', answers: 1, delayMs: 400, after: 2 });
    const first = station.ask('portrait.take', { dossierId });
    expect(await station.refusal('portrait.take', { dossierId })).toBe('already-running');
    await station.call('portrait.cancel', {});
    expect(await first).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect((await station.call('portrait.take', { dossierId })).portrait).not.toBeNull();
  });

  it('keeps nothing of a picture whose cable is pulled, and takes the next when it is back', async () => {
    const before = (await station.call('dossier.get', { dossierId })).portrait;
    serial.line.unplugAfter(3_000);
    expect(await station.refusal('portrait.take', { dossierId })).toBe('device-disconnected');
    expect((await station.call('dossier.get', { dossierId })).portrait).toEqual(before);
    await serial.line.plug();
    await serves('vc0706');
    const after = (await station.call('portrait.take', { dossierId })).portrait;
    expect(after?.captureId).not.toBe(before?.captureId);
  });

  it('names camera, driver and warning in the record that the ministry gets', async () => {
    await station.typeAllData(dossierId, citizen);
    await station.exceptAllPrints(dossierId);
    await station.call('dossier.confirm', { dossierId, citizenConfirmed: true });
    await station.signIn('supervisor');
    await station.call('day.approve', { dossierIds: [dossierId] });
    await station.officerOnShift();
    const store = openStoreReadOnly({
      directory: station.directory,
      key: TRAINING_KEY,
      migrationsDirectory: 'migrations',
    });
    if (!store.ok) throw new Error(store.error);
    const dossier = store.value.dossiers.get(dossierId as DossierId);
    if (!dossier) throw new Error('the dossier is in the store');
    const reader = { store: store.value, scannerAbilities: () => [] };
    const { record } = dossierForPacket(reader, dossier);
    store.value.close();
    expect(record.portrait).toMatchObject({
      widthPixels: 360,
      heightPixels: 480,
      device: { make: 'Vimicro', model: 'VC0706', driver: 'vc0706' },
    });
    expect(record.portrait?.warnings).toContain('low-resolution');
  });
});

describe('a camera of the window', () => {
  beforeEach(async () => {
    await report(WEBCAM);
    await serves('uvc');
  });

  it('is a device of the rack, by the name that it has on every port', async () => {
    expect(await cameras()).toContainEqual(
      expect.objectContaining({
        deviceId: WEBCAM.cameraId,
        driver: 'uvc',
        transport: 'media',
        state: 'ready',
        serving: true,
        make: 'USB 046d:085c',
        model: 'C922 Pro Stream Webcam',
        pictureSize: { widthPixels: 1920, heightPixels: 1080 },
        emulated: false,
      }),
    );
  });

  it('serves before a serial one, and the serial one when it is pulled', async () => {
    expect((await serves('uvc')).deviceId).toBe(WEBCAM.cameraId);
    expect(await station.refusal('portrait.take', { dossierId: await openDraft() })).toBe(
      'device-busy',
    );
    await report();
    await serves('vc0706');
    expect((await cameras()).find(({ driver }) => driver === 'uvc')).toMatchObject({
      state: 'lost',
      serving: false,
    });
    await report(WEBCAM);
    await serves('uvc');
  });

  it('that another program holds is named, makes way, and leaves one incident however often it is told', async () => {
    const held = { ...WEBCAM, state: 'trouble', problem: 'port-busy' } as const;
    await report(held);
    await report(held);
    await serves('vc0706');
    expect((await cameras()).find(({ driver }) => driver === 'uvc')).toMatchObject({
      state: 'trouble',
      problem: 'device-busy',
      trouble: { code: 'port-busy' },
    });
    await station.signIn('technician');
    const incidents = await station.call('incidents.list', {});
    const ofCamera = incidents.filter(({ device }) => device === WEBCAM.cameraId);
    expect(ofCamera.map(({ code, seen }) => [code, seen])).toContainEqual(['port-busy', 1]);
    await station.officerOnShift();
  });

  it('that is Chromium’s own is marked as emulated', async () => {
    const label = '/srv/tram/resources/training-camera.mjpeg';
    await report({ ...WEBCAM, cameraId: `media:${label}`, label });
    expect((await cameras()).find(({ port }) => port === label)).toMatchObject({
      emulated: true,
      model: 'training-camera.mjpeg',
    });
  });

  it('is named in the portrait that it took', async () => {
    const citizen = station.citizen(74);
    const { dossierId: other } = await station.newDossier(citizen);
    await report(WEBCAM);
    const device = {
      make: 'USB 046d:085c',
      model: 'C922 Pro Stream Webcam',
      serialNumber: '',
      deviceId: WEBCAM.cameraId,
      driver: 'uvc',
    };
    const { syntheticPortrait } = await import('../../src/station/index.ts');
    const bytes = await syntheticPortrait(citizen.seed, citizen.sex);
    await station.call('portrait.save', { dossierId: other, bytes, device });
    const used = (await cameras()).find(({ deviceId }) => deviceId === WEBCAM.cameraId);
    expect(used?.capturesToday).toBe(1);
  });
});

async function openDraft(): Promise<DossierView['dossierId']> {
  return (await station.newDossier(station.citizen(75))).dossierId;
}
