/**
 * Opens the built station in a real window and takes prints at its fingerprint step, as an officer does. Prints one line
 * of JSON: when each print stood on the screen with its quality.
 */
import type { Page } from 'playwright-core';
import { dossierAt } from '../../tests/e2e/support/calls.ts';
import { grownCitizen, waitForFingers } from '../../tests/e2e/support/dossier.ts';
import { officerOnShift } from '../../tests/e2e/support/people.ts';
import { openStationWindow } from '../../tests/e2e/support/station-window.ts';
import { readTask } from './screen-task.ts';

const FINGERS = 10;
const TEN_PRINTS_MS = 180_000;

const { captures, node } = readTask();
const station = await openStationWindow({ arguments: ['--emulate', 'real'], node });
try {
  const { page } = station;
  await officerOnShift(page);
  await watchScreen(page);
  for (let citizen = 1; citizen <= Math.ceil(captures / FINGERS); citizen += 1) {
    await dossierAt(page, grownCitizen(citizen), 'fingerprints');
    page.setDefaultTimeout(TEN_PRINTS_MS);
    await page.keyboard.press('Control+Enter');
    await waitForFingers(page, FINGERS);
  }
  const shown = await page.evaluate(() => (window as unknown as { shownAt: number[] }).shownAt);
  process.stdout.write(`${JSON.stringify(shown)}\n`);
} finally {
  await station.close();
}

/** From now on the page notes when quality and picture of a print have been painted. */
async function watchScreen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const shownAt: number[] = [];
    Object.assign(window, { shownAt });
    let before = false;
    const painted = new MessageChannel();
    painted.port1.addEventListener('message', () => {
      shownAt.push(performance.timeOrigin + performance.now());
    });
    painted.port1.start();
    const look = (): void => {
      const panel = document.querySelector('[aria-labelledby="finger-panel"]');
      const quality = panel?.querySelector('[role="meter"][data-good]');
      const picture = panel?.querySelector('canvas[role="img"], img[src^="blob:"]');
      const now = Boolean(quality && picture);
      // A message that is sent while a frame is made is heard when that frame has been painted.
      if (now && !before) painted.port2.postMessage(null);
      before = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}
