import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { TRAINING_USERS } from '../../src/station/index.ts';
import { ask, openDossier } from './support/calls.ts';
import { grownCitizen, heading, newDossier, toField } from './support/dossier.ts';
import { pictureIfItFails } from './support/failure-picture.ts';
import { pressButton, tabTo } from './support/keyboard.ts';
import { say } from './support/messages.ts';
import { officerOnShift, PLACE, signIn, signOut } from './support/people.ts';
import type { StationWindow } from './support/station-window.ts';
import { openStationWindow, picture } from './support/station-window.ts';

const NEXT_OFFICER = { displayName: 'Lê Thị Bình', login: 'binh', password: 'ca-chieu-2026' };

let station: StationWindow;
let page: Page;
let dossierId: string;

beforeAll(async () => {
  station = await openStationWindow();
  ({ page } = station);
});

beforeEach(() => {
  pictureIfItFails(station);
});

afterAll(async () => {
  await station.close();
});

test('the supervisor makes an account for a second officer', async () => {
  await signIn(page, 'supervisor');
  await pressButton(
    page,
    page.getByRole('button', { name: say('supervisor.people'), exact: true }),
  );
  await heading(page, 'supervisor.people').waitFor();
  const form = page.getByRole('region', { name: say('people.new') });
  await tabTo(page, form.getByLabel(say('people.name')));
  await page.keyboard.type(NEXT_OFFICER.displayName);
  await page.keyboard.press('Tab');
  await page.keyboard.type(NEXT_OFFICER.login);
  await page.keyboard.press('Tab');
  await page.keyboard.type(NEXT_OFFICER.password);
  await pressButton(page, form.getByRole('button', { name: say('people.create') }));
  await page.getByRole('cell', { name: NEXT_OFFICER.displayName }).waitFor();
  await picture(page, 'people');
  await signOut(page);
});

test('F4 hides the citizen, and the station refuses the record while it is locked', async () => {
  await officerOnShift(page);
  await newDossier(page, grownCitizen(31).citizenNumber);
  ({ dossierId } = await openDossier(page));
  await toField(page, 'fullName');
  await page.keyboard.type('trần văn an');
  await page.keyboard.press('F4');
  await heading(page, 'lock.title').waitFor();
  await picture(page, 'lock');
  expect(await page.getByText('TRẦN VĂN AN').isVisible()).toBe(false);
  expect(await page.getByLabel(say('field.fullName')).isVisible()).toBe(false);
  expect(await page.locator('body').innerText()).not.toContain(grownCitizen(31).citizenNumber);
  const refused = await ask(page, 'dossier.get', { dossierId });
  expect(refused).toEqual({ ok: false, error: { code: 'locked' } });
});

test('no key of the work reaches under the lock', async () => {
  for (const key of ['F2', 'Control+Enter', 'Alt+Home', 'Alt+ArrowLeft']) {
    await page.keyboard.press(key);
  }
  await heading(page, 'lock.title').waitFor();
  expect((await ask(page, 'session.get', {})).ok).toBe(true);
});

test('a wrong password is told in words and the window stays locked', async () => {
  await tabTo(page, page.getByLabel(say('sign-in.password'), { exact: true }));
  await page.keyboard.type('sai mật khẩu');
  await page.keyboard.press('Enter');
  await page
    .getByRole('alert')
    .filter({ hasText: say('error.bad-credentials') })
    .waitFor();
  await heading(page, 'lock.title').waitFor();
});

test('the right password goes back to the same step, with what was typed', async () => {
  await tabTo(page, page.getByLabel(say('sign-in.password'), { exact: true }));
  await page.keyboard.type(TRAINING_USERS.officer.password);
  await page.keyboard.press('Enter');
  await heading(page, 'step.person').waitFor();
  expect(await page.locator('[data-path="fullName"] input').inputValue()).toBe('TRẦN VĂN AN');
  expect((await openDossier(page)).groups).toMatchObject({ person: { fullName: 'TRẦN VĂN AN' } });
});

test('the next officer takes the seat over: same dossier, same step, same place, her own name', async () => {
  await toField(page, 'occupation');
  await page.keyboard.type('Giáo viên');
  await page.keyboard.press('F6');
  const panel = page.getByRole('complementary', { name: say('hand-over.title') });
  await panel.waitFor();
  await picture(page, 'hand-over');
  await tabTo(page, panel.getByLabel(say('sign-in.login')));
  await page.keyboard.type(NEXT_OFFICER.login);
  await page.keyboard.press('Tab');
  await page.keyboard.type(NEXT_OFFICER.password);
  await page.keyboard.press('Enter');

  await panel.waitFor({ state: 'detached' });
  await page.getByRole('banner').getByText(NEXT_OFFICER.displayName).waitFor();
  await heading(page, 'step.person').waitFor();
  const place = say('shift.place', PLACE);
  await page.getByRole('banner').getByText(place).waitFor();
  const dossier = await openDossier(page);
  expect(dossier).toMatchObject({
    dossierId,
    step: 'person',
    groups: { person: { fullName: 'TRẦN VĂN AN', occupation: 'Giáo viên' } },
  });
  expect(await page.locator('[data-path="occupation"] input').inputValue()).toBe('Giáo viên');
});

test('a locked seat can be taken over as well, and the dossier still lies open', async () => {
  await page.keyboard.press('F4');
  await heading(page, 'lock.title').waitFor();
  await page.keyboard.press('F6');
  await tabTo(page, page.getByLabel(say('sign-in.login')));
  await page.keyboard.type(TRAINING_USERS.officer.login);
  await page.keyboard.press('Tab');
  await page.keyboard.type(TRAINING_USERS.officer.password);
  await picture(page, 'lock-hand-over');
  await page.keyboard.press('Enter');
  await heading(page, 'step.person').waitFor();
  await page.getByRole('banner').getByText(TRAINING_USERS.officer.displayName).waitFor();
  expect((await openDossier(page)).dossierId).toBe(dossierId);
});

test('in all of this the page complained of nothing', () => {
  expect(station.complaints).toEqual([]);
});
