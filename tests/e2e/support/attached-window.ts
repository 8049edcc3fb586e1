import { setTimeout as delay } from 'node:timers/promises';
import { _electron } from 'playwright-core';
import type { ElectronApplication, Page } from 'playwright-core';

type LaunchOptions = NonNullable<Parameters<typeof _electron.launch>[0]>;

/** How often a window is opened anew when Playwright has not got hold of it. */
const ATTEMPTS = 4;
const ANSWER_WITHIN_MS = 20_000;

/**
 * Opens an application and its first window. Playwright attaches while the window opens, and on a busy
 * machine it now and then loses one of the two for good: then the application is ended and opened again.
 * This concerns the tool alone: a window that was attached is never replaced.
 */
export async function launchAttached(
  options: LaunchOptions,
): Promise<{ application: ElectronApplication; page: Page }> {
  for (let attempt = 1; ; attempt += 1) {
    const application = await _electron.launch({ timeout: 60_000, ...options });
    const page = await inTime(attachedWindow(application));
    if (page) return { application, page };
    application.process().kill('SIGKILL');
    if (attempt === ATTEMPTS) throw new Error(`no window was attached in ${ATTEMPTS} attempts`);
  }
}

/** The first window, once both the shell and the page answer. */
async function attachedWindow(application: ElectronApplication): Promise<Page> {
  const page = await application.firstWindow();
  await application.evaluate(({ app }) => app.getVersion());
  await page.evaluate(() => document.title);
  return page;
}

async function inTime<T>(answer: Promise<T>): Promise<T | undefined> {
  const stop = new AbortController();
  const late = delay(ANSWER_WITHIN_MS, undefined, { signal: stop.signal }).catch(() => undefined);
  // An attempt that is given up may still fail later, when its application is ended.
  const first = await Promise.race([answer.catch(() => undefined), late]);
  stop.abort();
  return first;
}
