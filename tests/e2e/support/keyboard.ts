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

/** Pause between two keys of a keyboard-wedge scanner. */
const SCANNER_PAUSE_SECONDS = 0.005;

/**
 * Types as a keyboard-wedge scanner does: in one burst, with Enter at its end. The keys carry the times at
 * which a scanner sends them, however busy the machine is that hands them on.
 */
export async function typeAsScanner(page: Page, text: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const keys = [
    ...Array.from(text, (key) => ({ key, text: key })),
    { key: 'Enter', text: '\r', windowsVirtualKeyCode: 13 },
  ];
  const startSeconds = Date.now() / 1000 - keys.length * SCANNER_PAUSE_SECONDS;
  const sent = keys.flatMap((key, index) => {
    const timestamp = startSeconds + index * SCANNER_PAUSE_SECONDS;
    return [
      session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key, timestamp }),
      session.send('Input.dispatchKeyEvent', { type: 'keyUp', key: key.key, timestamp }),
    ];
  });
  await Promise.all(sent);
  await session.detach();
}
