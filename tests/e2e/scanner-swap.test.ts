import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DeviceView } from '../../src/contract/views.ts';
import { startHidFingerprint } from '../../src/devices/emulators/hid-devices.ts';
import type { EmulatedHidFingerprint } from '../../src/devices/emulators/hid-devices.ts';
import { startVirtualHid } from '../../src/devices/emulators/virtual-hid.ts';
import type { VirtualHid } from '../../src/devices/emulators/virtual-hid.ts';
import { renderTouch } from '../../src/devices/emulators/synthetic-print/index.ts';
import { geometryOfProfile } from '../../src/devices/emulators/zfm-device.ts';
import type { PrintTarget } from '../../src/domain/print-target.ts';
import { arrivedPacket } from './support/arrived-packet.ts';
import { call, dossierAt, openDossier } from './support/calls.ts';
import { goOn, grownCitizen, heading, takePortrait, waitForFingers } from './support/dossier.ts';
import { pictureIfItFails } from './support/failure-picture.ts';
import { tabTo } from './support/keyboard.ts';
import { say } from './support/messages.ts';
import { officerOnShift, signIn, signOut } from './support/people.ts';
import type { StationWindow } from './support/station-window.ts';
import { openStationWindow, picture } from './support/station-window.ts';

/**
 * Ten prints with three scanners: a serial module on a pseudo terminal, which is pulled after the third finger; a HID
 * module of another make (umockdev), pulled after the fifth; and a certified slap scanner on the loopback. Nobody signs
 * out, restarts anything or takes a finger twice that was good.
 */
const HAS_UMOCKDEV = spawnSync('umockdev-wrapper', ['true']).status === 0;
const PROFILE = 'zfm-20';
const READY_LIMIT_MS = 3_000;
const PERSON_SEED = 4711;

let station: StationWindow;
let page: Page;
let hid: EmulatedHidFingerprint<VirtualHid>;
let folder: string;

describe.skipIf(!HAS_UMOCKDEV)('a scanner swapped in the middle of a dossier', () => {
  beforeAll(async () => {
    hid = await startHidFingerprint(PROFILE, 'FP-0007', startVirtualHid);
    await hid.hid.unplug();
    folder = mkdtempSync(join(tmpdir(), 'tram-swap-'));
    station = await openStationWindow({ pace: 'real', node: nodeInTestBed() });
    ({ page } = station);
    await fingersOnHidModule();
    await officerOnShift(page);
    // Taken out of the drawer before, so that only plugging it in is measured.
    await call(page, 'training.plug', { device: 'slap-scanner', plugged: true });
    await call(page, 'training.plug', { device: 'slap-scanner', plugged: false });
  });

  beforeEach(() => {
    pictureIfItFails(station);
  });

  afterAll(async () => {
    await station.close();
    await hid.hid.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('three fingers with the serial module', async () => {
    await dossierAt(page, grownCitizen(31), 'fingerprints');
    await serving(({ driver, transport }) => driver === 'zfm' && transport === 'serial');
    await page
      .getByText(say('fingerprints.ready', { finger: say('finger.right-thumb') }))
      .waitFor();
    await page.keyboard.press('Control+Enter');
    await waitForFingers(page, 3);
    // Paused and taken up again: what the banner names, Enter takes.
    await page.keyboard.press('Escape');
    await page.getByText(say('fingerprints.ready', { finger: say('finger.right-ring') })).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('[data-phase="capturing"]').waitFor();
    await call(page, 'training.plug', { device: 'module', plugged: false });
    await page.locator('[data-phase="waiting-for-device"]').waitFor();
    await picture(page, 'swap-pulled');
    expect((await openDossier(page)).fingerprints.next).toMatchObject({ position: 'right-ring' });
  });

  test('the fourth and the fifth with a HID module of another make, at once', async () => {
    const plugged = performance.now();
    await hid.hid.plug();
    const device = await serving(({ transport }) => transport === 'hid');
    noteReady('HID module', plugged);
    expect(device).toMatchObject({ serialNumber: 'FP-0007', state: 'ready' });
    await waitForFingers(page, 5);
    await picture(page, 'swap-hid');
    await hid.hid.unplug();
    await page.locator('[data-phase="waiting-for-device"]').waitFor();
  });

  test('the other hand and the thumbs with a slap scanner, four at a time', async () => {
    const plugged = performance.now();
    await call(page, 'training.plug', { device: 'slap-scanner', plugged: true });
    await serving(({ driver }) => driver === 'sbi');
    noteReady('slap scanner', plugged);
    await expect
      .poll(async () => (await openDossier(page)).fingerprints.next)
      .toEqual({ kind: 'slap', slap: 'left-four' } satisfies PrintTarget);
    await picture(page, 'swap-slap');
    await page.getByText(say('fingerprints.complete')).waitFor({ timeout: 60_000 });
    await picture(page, 'swap-complete');
    const { steps } = (await openDossier(page)).fingerprints;
    expect(steps.map(({ state }) => state)).toEqual(Array.from({ length: 10 }, () => 'done'));
  });

  test('the dossier is finished, and the packet says which device took which finger', async () => {
    await page.keyboard.press('Control+Enter');
    await takePortrait(page);
    await goOn(page, 'review.title');
    const agreement = page.getByRole('checkbox', { name: say('review.agreed') });
    await agreement.and(page.locator(':enabled')).waitFor();
    await tabTo(page, agreement);
    await page.keyboard.press('Space');
    await page.keyboard.press('Control+Enter');
    await heading(page, 'review.captured').waitFor();
    await signOut(page);
    await signIn(page, 'supervisor');
    await page.getByRole('button', { name: say('day.approve-all', { count: 1 }) }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: say('day.send-now', { count: 1 }) }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page
      .locator('dl > div')
      .filter({ hasText: say('report.accepted') })
      .waitFor();

    const { record } = await arrivedPacket(station);
    const tookWhat = Object.fromEntries(
      record.fingerprints.map(({ position, device }) => [
        position,
        `${device.driver} ${device.serialNumber}`.trim(),
      ]),
    );
    const slap = expect.stringMatching(/^sbi EMUL-SLAP/);
    expect(tookWhat).toEqual({
      'right-thumb': 'zfm',
      'right-index': 'zfm',
      'right-middle': 'zfm',
      'right-ring': 'zfm FP-0007',
      'right-little': 'zfm FP-0007',
      'left-thumb': slap,
      'left-index': slap,
      'left-middle': slap,
      'left-ring': slap,
      'left-little': slap,
    });
  });

  test('a technician replaces the slap scanner by the serial module, step by step', async () => {
    await signOut(page);
    await signIn(page, 'technician');
    const rack = page.getByRole('listbox', { name: say('rack.devices') });
    const slap = rack.getByRole('option').filter({ hasText: 'Emulated SBI slap' });
    await slap.click();
    await page.keyboard.press('F7');
    await replacing('pull').waitFor();
    await call(page, 'training.plug', { device: 'slap-scanner', plugged: false });
    await replacing('plug').waitFor();
    await call(page, 'training.plug', { device: 'module', plugged: true });
    await replacing('self-test').waitFor();
    await page.keyboard.press('Control+Enter');
    await replacing('close').waitFor();
    await picture(page, 'swap-replaced');
    const fingerprints = page
      .getByRole('list', { name: say('rack.roles') })
      .getByRole('listitem')
      .filter({ hasText: say('device-role.fingerprint') });
    expect(await fingerprints.innerText()).toContain('ZFM-20');
  });

  test('the incident of the pulled scanner says what the officer read, and in which dossier', async () => {
    await page.keyboard.press('Escape');
    for (const place of ['technician.strangers', 'technician.incidents'] as const) {
      await page.keyboard.press('Control+PageDown');
      await heading(page, place).waitFor();
    }
    const incidents = page.getByRole('listbox', { name: say('technician.incidents') });
    const ofModule = incidents.getByRole('option').filter({ hasText: 'ZFM-20' });
    expect(await ofModule.count()).toBe(1);
    await ofModule.click();
    await page.getByText(say('error.device-disconnected')).waitFor();
    await page
      .getByRole('definition')
      .filter({ hasText: /^TAPHUAN-\d{6}-0001$/ })
      .waitFor();
    await picture(page, 'swap-incident');
  });

  test('in all of this the page complained of nothing', () => {
    expect(station.complaints).toEqual([]);
  });
});

/** The step at which the guided replacement is. */
function replacing(step: 'pull' | 'plug' | 'self-test' | 'close'): Locator {
  return page
    .locator('[data-state="now"]')
    .getByText(`${say(`replace-step.${step}`)} (${say('replace-state.now')})`);
}

/** The Node of the station and of its devices, to which the virtual HID device exists. */
function nodeInTestBed(): string {
  const changed = Object.entries(hid.hid.environment).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && process.env[entry[0]] !== entry[1],
  );
  const script = join(folder, 'node');
  const exports = changed.map(([name, value]) => `export ${name}='${value}'`);
  writeFileSync(
    script,
    ['#!/bin/sh', ...exports, `exec '${process.execPath}' "$@"`, ''].join('\n'),
  );
  chmodSync(script, 0o755);
  return script;
}

/** Lays the asked finger on the HID module, and lifts it, as the station's prompts say. */
async function fingersOnHidModule(): Promise<void> {
  await page.exposeFunction('tellTest', (phase: string, target: PrintTarget) => {
    if (phase === 'lift-finger') hid.device.lift();
    if (phase !== 'waiting-for-finger' || target.kind !== 'single') return;
    const { position } = target;
    const touch = { personSeed: PERSON_SEED, position, touch: 1, condition: 'good' } as const;
    hid.device.place(renderTouch({ ...touch, ...geometryOfProfile(PROFILE) }));
  });
  await page.evaluate(() => {
    const window = globalThis as unknown as {
      tellTest: (phase: string, target: unknown) => void;
      station: {
        on: (
          name: string,
          listener: (progress: { phase: string; target: unknown }) => void,
        ) => void;
      };
    };
    window.station.on('fingerprint.progress', ({ phase, target }) =>
      window.tellTest(phase, target),
    );
  });
}

/** The device that serves fingerprints, once it is one like this. */
async function serving(is: (device: DeviceView) => boolean): Promise<DeviceView> {
  for (;;) {
    const devices = await call(page, 'devices.list', {});
    const found = devices.find(({ role, serving: serves }) => role === 'fingerprint' && serves);
    if (found && is(found)) return found;
  }
}

function noteReady(what: string, pluggedAt: number): void {
  const tookMs = Math.round(performance.now() - pluggedAt);
  process.stdout.write(`${what}: ready ${tookMs} ms after it was plugged in\n`);
  expect(tookMs).toBeLessThanOrEqual(READY_LIMIT_MS);
}
