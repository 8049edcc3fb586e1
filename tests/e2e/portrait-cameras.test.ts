import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DeviceView } from '../../src/contract/views.ts';
import { Vc0706Emulator } from '../../src/devices/emulators/vc0706-emulator.ts';
import { ViscaEmulator } from '../../src/devices/emulators/visca-emulator.ts';
import { call, dossierAt, exceptAllFingers, openDossier } from './support/calls.ts';
import { goToStep, grownCitizen, takePortrait } from './support/dossier.ts';
import { pictureIfItFails } from './support/failure-picture.ts';
import { pressButton, tabTo } from './support/keyboard.ts';
import { say } from './support/messages.ts';
import { officerOnShift, signIn, signOut } from './support/people.ts';
import type { StationWindow } from './support/station-window.ts';
import { openStationWindow, picture } from './support/station-window.ts';

/** A desk with a webcam (Chromium's own), a serial camera and a camera head, each on a real wire. */
let folder: string;
let serial: Vc0706Emulator;
let head: ViscaEmulator;
let station: StationWindow;
let page: Page;
const citizen = grownCitizen(81);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tram-cameras-'));
  serial = new Vc0706Emulator({ path: join(folder, 'camera'), pace: 'real', startMs: 50 });
  head = new ViscaEmulator({ path: join(folder, 'head'), baudRate: 9_600, pace: 'none' });
  await serial.line.plug();
  await head.line.plug();
  station = await openStationWindow({
    arguments: [
      `--device=vc0706=${join(folder, 'camera')}`,
      `--device=visca=${join(folder, 'head')}`,
    ],
  });
  ({ page } = station);
  await officerOnShift(page);
});

beforeEach(() => {
  pictureIfItFails(station);
});

afterAll(async () => {
  await station.close();
  await serial.line.unplug();
  await head.line.unplug();
  rmSync(folder, { recursive: true, force: true });
});

/** The device that serves a role, once it is this driver's. */
async function serves(role: DeviceView['role'], driver: string): Promise<DeviceView> {
  for (;;) {
    const devices = await call(page, 'devices.list', {});
    const found = devices.find((one) => one.role === role && one.serving && one.driver === driver);
    if (found) return found;
    // The page hears of every change; asking again soon is enough here.
    await page.waitForTimeout(100);
  }
}

/** The head has done what it was told. */
const headStands = (): Promise<void> => page.locator('[data-activity="idle"]').waitFor();
const preview = () => page.getByRole('group', { name: say('portrait.preview') });

describe('with a webcam and a camera head', () => {
  test('the portrait is taken live and names its camera', async () => {
    await dossierAt(page, citizen, 'portrait');
    const webcam = await serves('portrait-camera', 'uvc');
    expect(webcam).toMatchObject({
      transport: 'media',
      emulated: true,
      pictureSize: { widthPixels: 1920, heightPixels: 1080 },
    });
    await serves('camera-head', 'visca');
    await preview().locator('video').waitFor();
    await page.getByRole('region', { name: say('head.title') }).waitFor();
    await picture(page, 'portrait-live');
    await takePortrait(page);
    await picture(page, 'portrait-live-taken');
    const { portrait } = await openDossier(page);
    expect(portrait?.checks).not.toContain('low-resolution');
    const used = await serves('portrait-camera', 'uvc');
    expect(used.capturesToday).toBe(webcam.capturesToday + 1);
  });

  test('the keys turn and zoom the head', async () => {
    const before = await call(page, 'head.position', {});
    await page.keyboard.press('Control+ArrowRight');
    await headStands();
    const turned = await call(page, 'head.position', {});
    expect(turned.panDegrees).toBeGreaterThan(before.panDegrees + 1);
    await page.keyboard.press('Control+ArrowUp');
    await headStands();
    expect((await call(page, 'head.position', {})).tiltDegrees).toBeGreaterThan(
      turned.tiltDegrees + 1,
    );
    await page.keyboard.press('Control+Equal');
    await headStands();
    expect((await call(page, 'head.position', {})).zoom).toBeGreaterThan(before.zoom);
  });

  test('one key centres the face that the camera sees', async () => {
    await page.keyboard.press('Alt+C');
    await page.getByText(say('head.centred')).waitFor();
    await picture(page, 'portrait-head-centred');
  });
});

describe('when the webcam does not work', () => {
  /** What the operating system answers from now on, as Chromium hands it on. */
  const refuse = (name: string | null): Promise<void> =>
    page.evaluate((errorName) => {
      const { mediaDevices } = navigator;
      if (errorName === null) {
        Reflect.deleteProperty(mediaDevices, 'getUserMedia');
        return;
      }
      mediaDevices.getUserMedia = () => Promise.reject(new DOMException('refused', errorName));
    }, name);
  const leaveAndComeBack = async (): Promise<void> => {
    await goToStep(page, 'step.documents', 'documents.title');
    await goToStep(page, 'step.portrait', 'portrait.title');
  };

  test('another program holds it: the serial camera serves, says so, and takes the portrait', async () => {
    await refuse('NotReadableError');
    await leaveAndComeBack();
    await page.locator('[data-trouble="port-busy"]').waitFor();
    await picture(page, 'portrait-held');
    await page.getByText(say('portrait.serial-serves')).waitFor();
    await serves('portrait-camera', 'vc0706');
    await picture(page, 'portrait-still');
    const before = (await openDossier(page)).portrait;
    await page.keyboard.press('Alt+R');
    await page.locator('progress').waitFor();
    await picture(page, 'portrait-still-receiving');
    await page.getByText(say('portrait-check.low-resolution')).waitFor();
    await picture(page, 'portrait-still-taken');
    const after = (await openDossier(page)).portrait;
    expect(after?.captureId).not.toBe(before?.captureId);
  });

  test('a picture under way is given up by key, and nothing of it is kept', async () => {
    const before = (await openDossier(page)).portrait;
    await page.keyboard.press('Alt+R');
    await page.locator('progress').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('progress').waitFor({ state: 'detached' });
    expect((await openDossier(page)).portrait).toEqual(before);
  });

  test('the serial camera is pulled in the middle: the officer reads it, and nothing is lost', async () => {
    serial.line.unplugAfter(3_000);
    await page.keyboard.press('Alt+R');
    await page.locator('[data-error-code="device-disconnected"]').waitFor();
    await picture(page, 'portrait-still-pulled');
    await serial.line.plug();
    await serves('portrait-camera', 'vc0706');
  });

  test('it is free again: the officer has it tried, and it serves', async () => {
    await refuse(null);
    await pressButton(page, page.getByRole('button', { name: say('portrait.try-window-camera') }));
    await preview().locator('video').waitFor();
    await serves('portrait-camera', 'uvc');
  });

  test.each([
    ['NotAllowedError', 'permission-denied'],
    ['NotFoundError', 'port-not-found'],
    ['AbortError', 'io-error'],
  ])('%s is told as %s, with what to do', async (name, trouble) => {
    await serial.line.unplug();
    await refuse(name);
    await leaveAndComeBack();
    await page.locator(`[data-trouble="${trouble}"]`).waitFor();
    await picture(page, `portrait-${trouble}`);
    await refuse(null);
    await leaveAndComeBack();
    await preview().locator('video').waitFor();
    await serial.line.plug();
  });

  test('it is pulled while it is open: the picture comes back by itself', async () => {
    await tabTo(page, preview());
    await endCaptureService(station);
    await page.locator('[data-trouble="disconnected"]').waitFor();
    await picture(page, 'portrait-pulled');
    await pressButton(page, page.getByRole('button', { name: say('camera.try-again') }));
    await preview().locator('video').waitFor();
  });
});

test('the supervisor reads that the portrait came from the serial camera', async () => {
  const { dossierId } = await openDossier(page);
  await exceptAllFingers(page, dossierId);
  await call(page, 'dossier.confirm', { dossierId, citizenConfirmed: true });
  await signOut(page);
  await signIn(page, 'supervisor');
  const line = page.getByRole('row').filter({ hasText: citizen.data.person.fullName });
  await pressButton(page, line.getByRole('button'));
  const side = page.getByRole('complementary').filter({ hasText: citizen.data.person.occupation });
  await side.getByText(say('portrait-check.low-resolution')).waitFor();
  await picture(page, 'portrait-supervisor');
});

/** Chromium reads cameras in a process of its own; when it ends, every open camera is gone, as when it is pulled. */
async function endCaptureService({ application }: StationWindow): Promise<void> {
  const pids = await application.evaluate(({ app }) =>
    app
      .getAppMetrics()
      .filter(({ serviceName }) => serviceName?.includes('video_capture') === true)
      .map(({ pid }) => pid),
  );
  expect(pids).toHaveLength(1);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}
