import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import en from '../../resources/messages/en.json' with { type: 'json' };
import { graveFindings } from './support/axe.ts';
import { heading } from './support/dossier.ts';
import { pictureIfItFails } from './support/failure-picture.ts';
import { tabTo } from './support/keyboard.ts';
import type { MessageKey } from './support/messages.ts';
import { fixedWords, say } from './support/messages.ts';
import { productionApplication } from './support/production-application.ts';
import type { StationWindow } from './support/station-window.ts';
import { openStationWindow, picture } from './support/station-window.ts';

/** The first run with real records on a machine whose operating system keeps no key. */
const PASSPHRASE = 'một câu dài mà chỉ trạm này biết';
const SUPERVISOR = { displayName: 'Trần Văn Chỉ Huy', login: 'chihuy1', password: 'đủ-dài-2026' };

const folder = mkdtempSync(join(tmpdir(), 'tram-set-up-'));
const dataDirectory = join(folder, 'data');
let application: string;
let station: StationWindow;
let page: Page;

beforeAll(async () => {
  application = productionApplication(folder);
  await open();
});

beforeEach(() => {
  pictureIfItFails(station);
});

afterAll(async () => {
  await station.close();
  rmSync(folder, { recursive: true, force: true });
});

test('nothing is set up with two passphrases that differ', async () => {
  await heading(page, 'set-up.title').waitFor();
  expect(await graveFindings(page)).toEqual([]);
  await fill('set-up.station-id', 'hn01bd');
  await fill('set-up.supervisor-name', SUPERVISOR.displayName);
  await fill('set-up.supervisor-login', SUPERVISOR.login);
  await fill('set-up.supervisor-password', SUPERVISOR.password);
  await fill('set-up.password-again', SUPERVISOR.password);
  await fill('set-up.passphrase', PASSPHRASE);
  await fill('set-up.passphrase-again', 'một câu khác');
  await page.keyboard.press('Enter');
  await page.getByText(say('set-up.not-the-same')).waitFor();
  await picture(page, 'set-up');
  expect(await graveFindings(page)).toEqual([]);
  expect(existsSync(join(dataDirectory, 'key.json'))).toBe(false);
});

test('a passphrase that is too short is told in words', async () => {
  await fill('set-up.passphrase', 'ngắn');
  await fill('set-up.passphrase-again', 'ngắn');
  await page.keyboard.press('Enter');
  let alert = page.getByRole('alert');
  for (const words of fixedWords('error.passphrase-too-short')) {
    alert = alert.filter({ hasText: words });
  }
  await alert.waitFor();
});

test('the supervisor makes the station and signs in to it', async () => {
  await fill('set-up.passphrase', PASSPHRASE);
  await fill('set-up.passphrase-again', PASSPHRASE);
  await page.keyboard.press('Enter');
  await heading(page, 'sign-in.title').waitFor();
  await picture(page, 'production-sign-in');
  expect(await graveFindings(page)).toEqual([]);
  await signIn();
  expect(readFileSync(join(dataDirectory, 'key.json'), 'utf8')).toContain('passphrase');
});

test('after a restart the store is locked, and a wrong passphrase is told in words', async () => {
  await station.close();
  await open();
  await heading(page, 'passphrase.title').waitFor();
  expect(await graveFindings(page)).toEqual([]);
  await choose('English');
  await page.getByRole('heading', { name: en['passphrase.title'] }).waitFor();
  await choose('Tiếng Việt');
  await fill('passphrase.field', 'không phải câu này');
  await page.keyboard.press('Enter');
  await page
    .getByRole('alert')
    .filter({ hasText: say('error.passphrase-wrong') })
    .waitFor();
  await picture(page, 'passphrase-wrong');
  await choose('English');
});

test('the right passphrase opens it, in the language that was chosen before', async () => {
  await tabTo(page, page.getByLabel(en['passphrase.field'], { exact: true }));
  await page.keyboard.press('Control+A');
  await page.keyboard.type(PASSPHRASE);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: en['sign-in.title'] }).waitFor();
  await choose('Tiếng Việt');
  await heading(page, 'sign-in.title').waitFor();
  await signIn();
  expect(station.complaints).toEqual([]);
});

async function open(): Promise<void> {
  station = await openStationWindow({ application, dataDirectory });
  ({ page } = station);
}

async function fill(label: MessageKey, text: string): Promise<void> {
  await tabTo(page, page.getByLabel(say(label), { exact: true }));
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

async function choose(language: string): Promise<void> {
  await tabTo(page, page.getByRole('button', { name: language }));
  await page.keyboard.press('Enter');
}

async function signIn(): Promise<void> {
  await fill('sign-in.login', SUPERVISOR.login);
  await fill('sign-in.password', SUPERVISOR.password);
  await page.keyboard.press('Enter');
  await page.getByRole('banner').getByText(SUPERVISOR.displayName).waitFor();
}
