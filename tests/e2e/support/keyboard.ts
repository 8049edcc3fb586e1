import type { Locator, Page } from 'playwright-core';

const MOST_STOPS = 150;

/** Presses Tab until the focus is in (or on) what is meant; fails when the keyboard cannot reach it. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor({ state: 'attached' });
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    const there = await target.evaluate((element) => element.contains(document.activeElement));
    if (there) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not reach ${String(target)}`);
}

/** Reaches a button by Tab and presses Enter on it. */
export async function pressButton(page: Page, button: Locator): Promise<void> {
  await tabTo(page, button);
  await page.keyboard.press('Enter');
}

/** Types as fast as a person, never as fast as a scanner. */
export async function typeByHand(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text, { delay: 60 });
}

/** Types as a keyboard-wedge scanner does: in one burst, with Enter at its end. */
export async function typeAsScanner(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}
