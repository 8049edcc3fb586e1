import type { Page } from 'playwright-core';
import { TRAINING_USERS } from '../../../src/station/index.ts';
import { pressButton, tabTo } from './keyboard.ts';
import { say } from './messages.ts';

type Role = keyof typeof TRAINING_USERS;

/** Chooses one of the training station's people on the sign-in screen, by arrow keys and Enter. */
export async function signIn(page: Page, role: Role): Promise<void> {
  await page.getByRole('heading', { level: 1, name: say('sign-in.title') }).waitFor();
  const person = page.getByRole('button', { name: TRAINING_USERS[role].displayName });
  await tabTo(page, page.getByRole('list').filter({ has: person }));
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  for (;;) {
    if (await person.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
}

export async function signOut(page: Page): Promise<void> {
  await pressButton(page, page.getByRole('button', { name: say('session.sign-out') }));
  await page.getByRole('heading', { level: 1, name: say('sign-in.title') }).waitFor();
}

export const PLACE = { site: 'Công an phường Bồ Đề', line: '1', seat: 'A' };

/** Starts a shift on the screen that asks for it, up to the officer's home. */
export async function startShift(page: Page): Promise<void> {
  const { keyboard } = page;
  await page.getByRole('heading', { level: 1, name: say('shift.title') }).waitFor();
  await tabTo(page, page.getByLabel(say('shift.site')));
  for (const part of [PLACE.site, PLACE.line, PLACE.seat]) {
    // What the last shift left there is written over.
    await keyboard.press('Control+A');
    await keyboard.type(part);
    if (part !== PLACE.seat) await keyboard.press('Tab');
  }
  await keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: say('home.title') }).waitFor();
}

export async function officerOnShift(page: Page): Promise<void> {
  await signIn(page, 'officer');
  await startShift(page);
}
