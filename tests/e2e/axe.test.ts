import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import en from '../../resources/messages/en.json' with { type: 'json' };
import { graveFindings } from './support/axe.ts';
import { call, dossierAt, exceptAllFingers } from './support/calls.ts';
import {
  attach,
  goToStep,
  grownCitizen,
  heading,
  takePortrait,
  toField,
} from './support/dossier.ts';
import { pictureIfItFails } from './support/failure-picture.ts';
import { pressButton, tabTo, typeByHand } from './support/keyboard.ts';
import type { MessageKey } from './support/messages.ts';
import { say } from './support/messages.ts';
import { signIn, signOut, startShift } from './support/people.ts';
import type { StationWindow } from './support/station-window.ts';
import { openStationWindow, picture } from './support/station-window.ts';

/** A walk past every screen of the training station; each is looked at by axe as it stands. */
let station: StationWindow;
let page: Page;
let walked = 0;
const citizen = grownCitizen(61);

beforeAll(async () => {
  station = await openStationWindow();
  ({ page } = station);
  // What fades or moves has no colours of its own that could be judged.
  await page.emulateMedia({ reducedMotion: 'reduce' });
});

beforeEach(() => {
  pictureIfItFails(station);
});

afterAll(async () => {
  await station.close();
});

test('signing in', async () => {
  await heading(page, 'sign-in.title').waitFor();
  await look('sign-in');
  await tabTo(page, page.getByLabel(say('sign-in.login')));
  await page.keyboard.type('canbo');
  await page.keyboard.press('Tab');
  await page.keyboard.type('sai');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await look('sign-in-refused');
});

test('the start of a shift, home, help and hand-over', async () => {
  await signIn(page, 'officer');
  await heading(page, 'shift.title').waitFor();
  await look('shift');
  await tabTo(page, page.getByLabel(say('shift.site')));
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Enter');
  await page.getByText(say('field-error.required')).first().waitFor();
  await look('shift-empty');
  await startShift(page);
  await look('home-empty');
  await page.keyboard.press('F1');
  await page.getByRole('dialog').waitFor();
  await look('help');
  await page.keyboard.press('F1');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('F6');
  await page.getByRole('complementary', { name: say('hand-over.title') }).waitFor();
  await look('home-hand-over');
  await page.keyboard.press('Escape');
});

test('a new dossier', async () => {
  await page.keyboard.press('F2');
  await heading(page, 'new-dossier.title').waitFor();
  await look('new-dossier');
  await tabTo(page, page.getByLabel(say('new-dossier.number-field')));
  await typeByHand(page, citizen.citizenNumber);
  await page.getByText(say('new-dossier.birth-province')).waitFor();
  await look('new-dossier-read');
  await page.keyboard.press('Control+A');
  await typeByHand(page, '999204123456');
  await page.getByText(say('citizen-number-warning.unknown-province')).waitFor();
  await look('new-dossier-warning');
  await page.keyboard.press('Escape');
  await heading(page, 'home.title').waitFor();
});

test('the five groups of the form, right and wrong', async () => {
  await dossierAt(page, citizen, 'person');
  await look('step-person');
  await toField(page, 'fullName');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('1234');
  await page.keyboard.press('Tab');
  await page.getByText(say('field-error.name')).waitFor();
  await look('step-person-wrong');
  await toField(page, 'fullName');
  await page.keyboard.press('Control+A');
  await page.keyboard.type(citizen.data.person.fullName);
  await toField(page, 'ethnicity');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('m');
  await page.getByRole('listbox').waitFor();
  await look('step-person-suggestions');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Kinh');
  await page.keyboard.press('Tab');
  await walkTo('step.origin', 'step.origin', 'step-origin');
  await walkTo('step.residence', 'step.residence', 'step-residence');
  await toField(page, 'currentSameAsPermanent');
  await page.keyboard.press('Space');
  await page.locator('[data-path="current.provinceCode"]').waitFor();
  await look('step-residence-other');
  await toField(page, 'currentSameAsPermanent');
  await page.keyboard.press('Space');
  await walkTo('step.family', 'step.family', 'step-family');
  await walkTo('step.electronicIdentity', 'step.electronicIdentity', 'step-electronic-identity');
});

test('papers, from the empty table to the kept one', async () => {
  await walkTo('step.documents', 'documents.title', 'documents-empty');
  await attach(page, { name: 'chu.pdf', mimeType: 'application/pdf', buffer: Buffer.from('chữ') });
  await page.getByRole('alert').waitFor();
  await look('documents-refused');
  const paper = { width: 1200, height: 800, channels: 3, background: '#e9e4d2' } as const;
  const buffer = await sharp({ create: paper }).jpeg().toBuffer();
  await attach(page, { name: 'the.jpg', mimeType: 'image/jpeg', buffer });
  await heading(page, 'documents.crop').waitFor();
  await look('documents-crop');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('img', { name: say('document-kind.old-card') }).waitFor();
  await look('documents-kept');
  await page.keyboard.press('F8');
  await page.locator('video').waitFor();
  await look('documents-camera');
  await page.keyboard.press('Escape');
  await heading(page, 'documents.title').waitFor();
});

test('fingerprints: ready, excepted, taken', async () => {
  await walkTo('step.fingerprints', 'fingerprints.title', 'fingerprints');
  await page.keyboard.press('F9');
  await page.getByRole('radiogroup').waitFor();
  await look('fingerprints-exception');
  await page.keyboard.press('Control+Enter');
  await page.getByText(say('fingerprints.done-of', { done: 1, all: 10 })).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText(say('fingerprints.complete')).waitFor({ timeout: 60_000 });
  await look('fingerprints-complete');
});

test('portrait, review with what is missing, and the citizen’s view', async () => {
  await walkTo('step.portrait', 'portrait.title', 'portrait');
  await walkTo('step.review', 'review.title', 'review-missing');
  await goToStep(page, 'step.portrait', 'portrait.title');
  await takePortrait(page);
  await look('portrait-taken');
  await goToStep(page, 'step.review', 'review.title');
  await page.getByRole('checkbox').and(page.locator(':enabled')).waitFor();
  await look('review');
  await page.keyboard.press('F8');
  await page.getByRole('dialog').waitFor();
  await look('review-citizen');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await tabTo(page, page.getByRole('checkbox', { name: say('review.agreed') }));
  await page.keyboard.press('Space');
  await page.keyboard.press('Control+Enter');
  await heading(page, 'review.captured').waitFor();
  await look('captured');
});

test('the lock and the hand-over under it', async () => {
  await page.keyboard.press('F4');
  await heading(page, 'lock.title').waitFor();
  await look('lock');
  await page.keyboard.press('F6');
  await heading(page, 'hand-over.title').waitFor();
  await look('lock-hand-over');
  await page.keyboard.press('Escape');
  await tabTo(page, page.getByLabel(say('sign-in.password'), { exact: true }));
  await page.keyboard.type('taphuan-canbo');
  await page.keyboard.press('Enter');
  await heading(page, 'review.captured').waitFor();
  await page.keyboard.press('Alt+Home');
  await heading(page, 'home.title').waitFor();
});

test('home with work to take up and work done, in both languages', async () => {
  const dossierId = await dossierAt(page, grownCitizen(62), 'family');
  await exceptAllFingers(page, dossierId);
  await page.keyboard.press('Alt+Home');
  await heading(page, 'home.title').waitFor();
  await page.getByText(say('home.to-take-up', { count: 1 })).waitFor();
  await look('home');
  await call(page, 'session.setLanguage', { language: 'en' });
  await page.getByRole('heading', { level: 1, name: en['home.title'] }).waitFor();
  await look('home-english');
  await call(page, 'session.setLanguage', { language: 'vi' });
  await heading(page, 'home.title').waitFor();
  await signOut(page);
});

test('the supervisor’s day: list, open dossier, sending back, sending, report', async () => {
  await signIn(page, 'supervisor');
  const line = page.getByRole('row').filter({ hasText: citizen.citizenNumber.slice(-3) });
  await line.waitFor();
  await look('day');
  await pressButton(page, line.getByRole('button'));
  await page
    .getByRole('complementary')
    .getByRole('img', { name: say('step.portrait') })
    .waitFor();
  await look('day-open');
  await page.keyboard.press('F9');
  await page.getByRole('textbox').waitFor();
  await look('day-send-back');
  await page.keyboard.press('Escape');
  await page.getByRole('textbox').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: say('day.approve-all', { count: 1 }) }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('button', { name: say('day.send-now', { count: 1 }) }).waitFor();
  await look('day-approved');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Enter');
  await page.getByText(say('report.accepted')).waitFor();
  await look('day-report');
});

test('the supervisor’s connection and people', async () => {
  await place('supervisor.connection');
  await look('connection');
  await place('supervisor.people');
  await page.getByRole('cell', { name: 'canbo', exact: true }).waitFor();
  await look('people');
  const officer = page.getByRole('row').filter({ hasText: 'canbo' });
  await pressButton(page, officer.getByRole('button', { name: say('people.set-password') }));
  await look('people-password');
  await page.keyboard.press('Escape');
  await pressButton(
    page,
    officer.getByRole('button', { name: say('people.disable'), exact: true }),
  );
  await page.getByRole('button', { name: say('people.disable-now') }).waitFor();
  await look('people-disable');
  await page.keyboard.press('Escape');
  await signOut(page);
});

test('the technician’s rack: ready, tested, calibrated, tried, set aside', async () => {
  await signIn(page, 'technician');
  await heading(page, 'technician.rack').waitFor();
  await scannerIs('ready');
  await look('rack');
  await page.keyboard.press('F9');
  await page.getByRole('table', { name: say('device.self-test') }).waitFor();
  await page.keyboard.press('Alt+C');
  await page.getByText(say('bench.calibration-title')).waitFor();
  await look('rack-calibration');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('table', { name: say('device.calibration') }).waitFor();
  await page.keyboard.press('F8');
  await page.getByText(say('live.quality-good')).waitFor();
  await look('rack-test-print');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+S');
  await scannerIs('set-aside');
  await look('rack-set-aside');
  await page.keyboard.press('Alt+S');
  await scannerIs('ready');
});

test('the technician’s scanner in trouble, lost and replaced', async () => {
  await call(page, 'training.fault', { device: 'module', fault: 'garbage' });
  await page.keyboard.press('F5');
  await scannerIs('trouble');
  await look('rack-trouble');
  await call(page, 'training.fault', { device: 'module', fault: null });
  await scannerIs('ready');
  await call(page, 'training.plug', { device: 'module', plugged: false });
  await scannerIs('lost');
  await look('rack-lost');
  await page.keyboard.press('F7');
  await page.getByText(say('replace.plug-todo')).waitFor();
  await look('rack-replacing');
  await call(page, 'training.plug', { device: 'module', plugged: true });
  await page.getByText(say('replace.self-test-todo-glass')).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('textbox', { name: say('incident.what-was-done') }).waitFor();
  await look('rack-replaced');
});

test('the technician’s incidents, unknown ports and upkeep', async () => {
  await page.keyboard.press('Control+PageDown');
  await heading(page, 'technician.strangers').waitFor();
  await page.getByText(say('stranger.unknown')).waitFor();
  await look('strangers');
  await page.keyboard.press('Control+PageDown');
  await heading(page, 'technician.incidents').waitFor();
  await look('incidents');
  const words = page.getByRole('textbox', { name: say('incident.what-was-done') });
  await tabTo(page, words);
  await page.keyboard.type(say('incident-done.cleaned'));
  await page.keyboard.press('Control+Enter');
  await pressButton(page, page.getByRole('button', { name: say('incident.filter-all') }));
  await page.getByRole('option').getByText(say('incident.closed')).waitFor();
  await tabTo(page, page.getByRole('listbox', { name: say('technician.incidents') }));
  await page.keyboard.press('End');
  await page.getByText(say('incident-done.cleaned')).waitFor();
  await look('incidents-closed');
  await page.keyboard.press('Control+PageDown');
  await heading(page, 'technician.upkeep').waitFor();
  await look('upkeep');
  await signOut(page);
});

test('on the whole walk the page broke no policy and complained of nothing', () => {
  expect(walked).toBeGreaterThan(40);
  expect(station.complaints).toEqual([]);
});

test('a picture without words and a style out of policy would have been noticed', async () => {
  await page.evaluate(() => {
    const wrong = document.createElement('img');
    document.body.append(wrong);
    wrong.setAttribute('style', 'color: red');
  });
  expect(await graveFindings(page)).toEqual([expect.stringContaining('image-alt')]);
  await expect
    .poll(() => station.complaints)
    .toEqual([expect.stringContaining('Content Security Policy')]);
});

/** Nothing serious or critical on this screen; a picture of it for those who want to see. */
async function look(name: string): Promise<void> {
  walked += 1;
  await picture(page, `axe-${String(walked).padStart(2, '0')}-${name}`);
  expect.soft(await graveFindings(page), name).toEqual([]);
}

/** The scanner on the technician's rack, in this state. */
async function scannerIs(state: 'ready' | 'set-aside' | 'trouble' | 'lost'): Promise<void> {
  const scanner = page.getByRole('option').filter({ hasText: 'ZFM-20' });
  await scanner.filter({ hasText: say(`device-state.${state}`) }).waitFor();
}

async function walkTo(step: MessageKey, title: MessageKey, name: string): Promise<void> {
  await goToStep(page, step, title);
  await look(name);
}

async function place(name: MessageKey): Promise<void> {
  const places = page.getByRole('navigation', { name: say('supervisor.places') });
  await pressButton(page, places.getByRole('button', { name: say(name), exact: true }));
  await heading(page, name).waitFor();
}
