import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CDPSession, ElectronApplication, Page } from 'playwright-core';
import { holdTo } from './contract.ts';
import type { ClauseOutcome } from './contract.ts';
import { WEDGE_CONTRACT } from './wedge-contract.ts';
import type { WedgeBench } from './wedge-contract.ts';

/** The least window that Electron can show: the drivers of the window are held to their contracts in it. */
const EMPTY_WINDOW = resolve(import.meta.dirname, '../../../bench/empty-window');
const PAGE = resolve(import.meta.dirname, 'window/page.ts');
/** Where that page puts what it can be asked. */
const UNDER_TEST = 'window.underTest';

/**
 * @param executable the Electron program
 * @param name of a real camera, or a part of it; without it Chromium's own two
 * @param ask puts a sentence to the person at a real camera
 */
export function holdUvc(
  executable: string,
  name: string | undefined,
  ask: (sentence: string) => Promise<void>,
): Promise<readonly ClauseOutcome[]> {
  const isEmulated = name === undefined;
  const switches = isEmulated ? ['--use-fake-device-for-media-stream=device-count=2'] : [];
  return inWindow(executable, switches, async ({ application, page }) => {
    await page.exposeFunction('permitCameras', (allowed: boolean) => permit(application, allowed));
    await page.exposeFunction('pullCamera', () =>
      isEmulated ? endCaptureService(application) : ask('Pull the camera, and plug it in again.'),
    );
    const given = `${JSON.stringify(name ?? null)}, ${String(isEmulated)}`;
    return page.evaluate<ClauseOutcome[]>(`${UNDER_TEST}.holdCamera(${given})`);
  });
}

/** Holds the scanner that types to its contract, over real key events of a window. */
export function holdWedge(executable: string): Promise<readonly ClauseOutcome[]> {
  return inWindow(executable, [], ({ page }) =>
    holdTo(WEDGE_CONTRACT, () => WedgeKeyboard.open(page), true),
  );
}

interface TestWindow {
  readonly application: ElectronApplication;
  readonly page: Page;
}

/** Playwright and the bundler are the tools of a developer: they are loaded when a window is asked for. */
async function inWindow<T>(
  executablePath: string,
  switches: readonly string[],
  work: (window: TestWindow) => Promise<T>,
): Promise<T> {
  const [{ _electron }, script] = await Promise.all([import('playwright-core'), bundledPage()]);
  const folder = mkdtempSync(join(tmpdir(), 'tram-conform-'));
  const rootNeeds = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [...rootNeeds, ...switches, EMPTY_WINDOW, folder];
  const application = await _electron.launch({ executablePath, args });
  try {
    const page = await application.firstWindow();
    await page.addScriptTag({ content: script });
    return await work({ application, page });
  } finally {
    await application.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The window's drivers and their contract as one classic script. */
async function bundledPage(): Promise<string> {
  const { build } = await import('vite');
  const built = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      write: false,
      minify: false,
      lib: { entry: PAGE, formats: ['iife'], name: 'tramWindowUnderTest' },
    },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  const chunk = bundle && 'output' in bundle ? bundle.output[0] : undefined;
  if (chunk === undefined) throw new Error('the page of the window drivers was not built');
  return chunk.code;
}

function permit(application: ElectronApplication, isAllowed: boolean): Promise<void> {
  return application.evaluate(({ session }, allowed) => {
    const { defaultSession } = session;
    defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(allowed));
  }, isAllowed);
}

/** Chromium reads cameras in a process of its own; when it ends, every open camera is gone, as when it is pulled. */
async function endCaptureService(application: ElectronApplication): Promise<void> {
  const pids = await application.evaluate(({ app }) =>
    app
      .getAppMetrics()
      .filter(({ serviceName }) => serviceName?.includes('video_capture') === true)
      .map(({ pid }) => pid),
  );
  if (pids.length === 0) throw new Error('Chromium has no process that reads cameras');
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

/** Real key events, with the times at which a person or a scanner sends them, however busy the machine is. */
class WedgeKeyboard implements WedgeBench {
  readonly #page: Page;
  readonly #session: CDPSession;
  /** Since 1970. It begins with the page: a key from before it would have no time. */
  #clockMs: number;

  private constructor(page: Page, session: CDPSession, startMs: number) {
    this.#page = page;
    this.#session = session;
    this.#clockMs = startMs;
  }

  static async open(page: Page): Promise<WedgeBench> {
    await page.fill('input', '');
    await page.focus('input');
    await page.evaluate(`${UNDER_TEST}.openWedge()`);
    const startMs = await page.evaluate<number>('performance.timeOrigin + 10');
    return new WedgeKeyboard(page, await page.context().newCDPSession(page), startMs);
  }

  async press(keys: readonly string[], pauseMs: number): Promise<void> {
    for (const key of keys) {
      await this.#down(key, false);
      await this.#session.send('Input.dispatchKeyEvent', { type: 'keyUp', key });
      this.#clockMs += pauseMs;
    }
  }

  async hold(key: string, repeats: number): Promise<void> {
    const REPEAT_MS = 30;
    await this.#down(key, false);
    for (let count = 0; count < repeats; count += 1) {
      this.#clockMs += REPEAT_MS;
      await this.#down(key, true);
    }
    await this.#session.send('Input.dispatchKeyEvent', { type: 'keyUp', key });
  }

  wait(pauseMs: number): void {
    this.#clockMs += pauseMs;
  }

  heard(): Promise<readonly string[]> {
    return this.#page.evaluate<string[]>(`${UNDER_TEST}.wedgeCodes()`);
  }

  field(): Promise<string> {
    return this.#page.inputValue('input');
  }

  async closeScanner(): Promise<void> {
    await this.#page.evaluate(`${UNDER_TEST}.closeWedge()`);
  }

  async close(): Promise<void> {
    await this.closeScanner();
    await this.#session.detach();
  }

  async #down(key: string, autoRepeat: boolean): Promise<void> {
    const named = key === 'Enter' ? { text: '\r', windowsVirtualKeyCode: 13 } : {};
    const typed = Array.from(key).length === 1 ? { text: key } : named;
    await this.#session.send('Input.dispatchKeyEvent', {
      type: 'keyDown',
      key,
      ...typed,
      autoRepeat,
      timestamp: this.#clockMs / 1000,
    });
  }
}
