import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import en from '../../resources/messages/en.json' with { type: 'json' };
import { readTar } from '../../src/sync/formats/tar-archive.ts';
import { graveFindings } from './support/axe.ts';
import { call } from './support/calls.ts';
import { heading } from './support/dossier.ts';
import { pictureIfItFails } from './support/failure-picture.ts';
import { pressButton, tabTo } from './support/keyboard.ts';
import type { MessageKey } from './support/messages.ts';
import { say } from './support/messages.ts';
import { signIn, signOut } from './support/people.ts';
import type { StationWindow } from './support/station-window.ts';
import { answerSaveDialog, openStationWindow, picture } from './support/station-window.ts';

/** A technician at the training scanner, by the keyboard alone. */
let station: StationWindow;
let page: Page;
let folder: string;

/** The rate on the fourth line is none of the family's. */
const BAD_DESCRIPTION = `{
  "format": "tram-device/1", "name": "Module on the long cable", "driver": "zfm", "transport": "serial",
  "match": [{ "vendorId": "10c4", "productId": "ea60" }],
  "baudRates": [57600, 57601]
}`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tram-technician-'));
  const dataDirectory = join(folder, 'data');
  mkdirSync(join(dataDirectory, 'devices'), { recursive: true });
  writeFileSync(join(dataDirectory, 'devices/long-cable.json'), BAD_DESCRIPTION);
  station = await openStationWindow({ dataDirectory });
  ({ page } = station);
});

beforeEach(() => {
  pictureIfItFails(station);
});

afterAll(async () => {
  await station.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the rack is one stop of the keyboard, with the scanner chosen and serving', async () => {
  await signIn(page, 'technician');
  await heading(page, 'technician.rack').waitFor();
  await state('ready').waitFor();
  await expect.poll(() => rack().evaluate((list) => list === document.activeElement)).toBe(true);
  const scanner = rack().getByRole('option', { selected: true });
  expect(await scanner.innerText()).toContain(say('rack.serves'));
  expect(await role('fingerprint').innerText()).toContain('ZFM-20');
  expect(await detail().getByRole('heading', { level: 2 }).innerText()).toContain('ZFM-20');
});

test('a self-test tells check by check how the scanner is', async () => {
  await page.keyboard.press('F9');
  const checks = detail().getByRole('table', { name: say('device.self-test') });
  const slowest = checks.getByRole('row').filter({ hasText: say('checkup.slowest-answer-ms') });
  expect(await slowest.innerText()).toMatch(/[\d,]+ ms\s+≤ 300 ms/);
  await checks
    .getByRole('img', { name: say('checkup.passed') })
    .nth(2)
    .waitFor();
});

test('a test print is shown while it comes, is judged, and put away again', async () => {
  const rowsWereShown = watchFor('canvas');
  await page.keyboard.press('F8');
  await detail().getByText(say('live.quality-good')).waitFor();
  await detail().getByText(say('live.not-kept')).waitFor();
  const print = detail().getByRole('img', { name: say('live.picture') });
  await print.waitFor();
  expect(await rowsWereShown).toBe(true);
  await picture(page, 'technician-test-print');
  await page.keyboard.press('Escape');
  await print.waitFor({ state: 'detached' });
});

test('a calibration says first what it needs, and then what it measured', async () => {
  await page.keyboard.press('Alt+C');
  await detail().getByText(say('bench.calibration-finger')).waitFor();
  await page.keyboard.press('Control+Enter');
  const checks = detail().getByRole('table', { name: say('device.calibration') });
  const quality = checks.getByRole('row').filter({ hasText: say('checkup.print-quality') });
  expect(await quality.innerText()).toContain('≥ 60');
});

test('arrow keys choose another device: a camera of this computer shows its own picture', async () => {
  await tabTo(page, rack());
  await page.keyboard.press('End');
  const camera = rack().getByRole('option', { selected: true });
  await camera.filter({ hasText: 'training-camera' }).waitFor();
  await page.keyboard.press('F8');
  const video = page.locator('video');
  await video.waitFor();
  await expect
    .poll(() => video.evaluate((element) => (element as HTMLVideoElement).videoWidth))
    .toBeGreaterThan(0);
  await picture(page, 'technician-camera');
  await page.keyboard.press('Escape');
  await video.waitFor({ state: 'detached' });
  await page.keyboard.press('Home');
  await state('ready').and(page.locator('[aria-selected="true"]')).waitFor();
});

test('a scanner that is set aside serves nobody until it is taken back, and that is no incident', async () => {
  await page.keyboard.press('Alt+S');
  await state('set-aside').waitFor();
  await role('fingerprint').getByText(say('rack.role-unserved')).waitFor();
  expect(await button('device-act.self-test').count()).toBe(0);
  await page.keyboard.press('Alt+S');
  await state('ready').waitFor();
  await role('fingerprint').getByText('ZFM-20').waitFor();
  expect(await call(page, 'incidents.list', {})).toEqual([]);
});

test('a scanner that answers nonsense is named as what it is, and goes on when it is tried again', async () => {
  await order('garbage');
  await page.keyboard.press('F5');
  await state('trouble').waitFor();
  await detail().getByRole('alert').getByText(say('trouble.wrong-answer')).waitFor();
  await detail().getByText(say('trouble-todo.wrong-answer')).waitFor();
  await picture(page, 'technician-trouble');
  await order('none');
  await page.keyboard.press('Alt+T');
  await state('ready').waitFor();
});

test('a scanner that is pulled becomes an incident, which no officer saw', async () => {
  await pressInDock('training.unplug');
  await state('lost').waitFor();
  await detail().getByText(say('trouble-todo.disconnected')).waitFor();
  await goTo('technician.incidents', 2);
  const incidents = page.getByRole('listbox', { name: say('technician.incidents') });
  await tabTo(page, incidents);
  await page.keyboard.press('Home');
  const chosen = incidents.getByRole('option', { selected: true });
  await chosen.getByText(say('trouble.disconnected')).waitFor();
  await page.getByText(say('incident.no-officer')).waitFor();
  await picture(page, 'technician-incident');
  await goTo('technician.rack', -2);
});

test('a guided replacement ticks itself off from the pulled cable to the closed incident', async () => {
  await page.keyboard.press('F7');
  await step('pull', 'done').waitFor();
  await step('plug', 'now').waitFor();
  await page.keyboard.press('Escape');
  await button('device-act.replace').waitFor();
  await page.keyboard.press('F7');
  await step('plug', 'now').waitFor();
  await pressInDock('training.plug');
  await step('ready', 'done').waitFor();
  await step('self-test', 'now').waitFor();
  await page.keyboard.press('Control+Enter');
  await step('close', 'now').waitFor();
  await picture(page, 'technician-replacement');
  const words = page.getByRole('textbox', { name: say('incident.what-was-done') });
  await tabTo(page, words);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Đã thay dây và lau chân cắm');
  await page.keyboard.press('Control+Enter');
  await step('close', 'done').waitFor();
  await page.keyboard.press('Control+Enter');
  await button('device-act.self-test').waitFor();
});

test('what was done stands with the incident, and who did it', async () => {
  await goTo('technician.incidents', 2);
  await page.getByText(say('incident.none-open')).waitFor();
  await pressButton(page, page.getByRole('button', { name: say('incident.filter-all') }));
  const incidents = page.getByRole('listbox', { name: say('technician.incidents') });
  await tabTo(page, incidents);
  const about = page.getByRole('group', { name: say('trouble.disconnected') });
  // Seen last, and closed like the other: it stands first of those.
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await about.getByText('Đã thay dây và lau chân cắm').waitFor();
  await about.getByText('Kỹ thuật Tập huấn').waitFor();
});

test('a description that is refused is shown with the line that is wrong', async () => {
  await goTo('technician.strangers', -1);
  const refused = page.getByRole('listitem').filter({ hasText: 'long-cable.json' });
  await refused.getByText(say('stranger.at-line', { line: 4, column: 24 })).waitFor();
  expect(await refused.innerText()).toContain('57601');
  await picture(page, 'technician-strangers');
  expect(await graveFindings(page)).toEqual([]);
});

test('the diagnostic bundle is saved as a tar', async () => {
  await goTo('technician.upkeep', 2);
  const path = join(folder, 'bundle.tar');
  await answerSaveDialog(station, path);
  await page.keyboard.press('Control+Enter');
  await page.getByText(say('bundle.saved')).waitFor();
  const entries = readTar(readFileSync(path));
  if (!entries.ok) throw new Error(entries.error);
  expect(entries.value.map(({ name }) => name)).toContain('devices.json');
});

test('the console speaks English too', async () => {
  await call(page, 'session.setLanguage', { language: 'en' });
  await page.getByRole('heading', { level: 1, name: en['technician.upkeep'] }).waitFor();
  await page.keyboard.press('Control+PageUp');
  await page.keyboard.press('Control+PageUp');
  await page.keyboard.press('Control+PageUp');
  await page.getByRole('heading', { level: 1, name: en['technician.rack'] }).waitFor();
  await page.getByRole('button', { name: en['device-act.self-test'] }).waitFor();
  await picture(page, 'technician-english');
  await call(page, 'session.setLanguage', { language: 'vi' });
  await heading(page, 'technician.rack').waitFor();
  await signOut(page);
  expect(station.complaints).toEqual([]);
});

function rack(): Locator {
  return page.getByRole('listbox', { name: say('rack.devices') });
}

/** The scanner on the rack, in this state. */
function state(named: 'ready' | 'set-aside' | 'trouble' | 'lost'): Locator {
  const scanner = rack().getByRole('option').filter({ hasText: 'ZFM-20' });
  return scanner.filter({ hasText: say(`device-state.${named}`) });
}

function role(named: 'fingerprint'): Locator {
  const roles = page.getByRole('list', { name: say('rack.roles') });
  return roles.getByRole('listitem').filter({ hasText: say(`device-role.${named}`) });
}

/** The half of the screen in which the chosen device lies open. */
function detail(): Locator {
  return page.getByRole('group', { name: 'ZhianTec ZFM-20' });
}

function button(label: MessageKey): Locator {
  return detail().getByRole('button', { name: say(label) });
}

function step(named: 'pull' | 'plug' | 'ready' | 'self-test' | 'close', is: 'done' | 'now') {
  return page
    .locator(`[data-state="${is}"]`)
    .getByText(`${say(`replace-step.${named}`)} (${say(`replace-state.${is}`)})`);
}

/** Whether something was on the page from now on, however short: an unpaced scanner is done in a blink. */
function watchFor(tag: string): Promise<boolean> {
  return page.evaluate(
    (name) =>
      new Promise<boolean>((seen) => {
        const look = (): void => {
          if (document.querySelector(name)) seen(true);
        };
        new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
      }),
    tag,
  );
}

/** To another place of the console, so many to the right. */
async function goTo(title: MessageKey, by: number): Promise<void> {
  for (let moved = 0; moved < Math.abs(by); moved += 1) {
    await page.keyboard.press(by > 0 ? 'Control+PageDown' : 'Control+PageUp');
  }
  await heading(page, title).waitFor();
}

async function pressInDock(label: MessageKey): Promise<void> {
  await pressButton(page, dock().getByRole('button', { name: say(label), exact: true }));
}

/** Chooses by arrow keys what goes wrong with the training scanner. */
async function order(fault: 'none' | 'garbage'): Promise<void> {
  await tabTo(page, dock().getByLabel(say('training.fault')));
  await page.keyboard.press(fault === 'none' ? 'Home' : 'ArrowDown');
}

function dock(): Locator {
  return page.getByRole('complementary', { name: say('training.title') });
}
