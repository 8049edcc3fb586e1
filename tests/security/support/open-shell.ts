import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ElectronApplication, Page } from 'playwright-core';
import { _electron } from 'playwright-core';

export const PROJECT = resolve(import.meta.dirname, '../../..');
const FIXTURE_STATION = join(PROJECT, 'tests/main/fixtures/station.ts');
const SHELL = join(PROJECT, 'out/main/index.js');

export interface OpenShell {
  readonly application: ElectronApplication;
  readonly page: Page;
  readonly dataDirectory: string;
  /** Lines of the shell's log, parsed. */
  log(): Record<string, unknown>[];
  close(): Promise<void>;
}

/**
 * Opens the real shell in a real Electron window. `product`: with the real page and the real station;
 * otherwise with a bare page and a station that has next to nothing behind the real channel.
 */
export async function openShell(
  options: { readonly product?: boolean; readonly arguments?: readonly string[] } = {},
): Promise<OpenShell> {
  const folder = mkdtempSync(join(tmpdir(), 'tram-window-'));
  const dataDirectory = join(folder, 'data');
  const application = await _electron.launch({
    executablePath: await electronPath(),
    args: [
      '--no-sandbox',
      heldBack(options.product ? productApplication(folder) : bareApplication(folder)),
      '--data',
      dataDirectory,
      ...(options.arguments ?? []),
    ],
    env: shellEnvironment(),
    timeout: 60_000,
  });
  const shell = application.process();
  const ended = new Promise<void>((done) => void shell.once('exit', () => done()));
  const page = await application.firstWindow();
  await page.waitForLoadState('domcontentloaded');
  return {
    application,
    page,
    dataDirectory,
    log: () => readLog(dataDirectory),
    close: async () => {
      await application.close();
      await ended;
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export function readLog(dataDirectory: string): Record<string, unknown>[] {
  const path = join(dataDirectory, 'logs/shell.log');
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** The Electron that `npm test` chose, or the one that is already on this machine. */
export async function electronPath(): Promise<string> {
  const given = process.env['TRAM_ELECTRON'];
  if (given) return given;
  const module = pathToFileURL(join(PROJECT, 'scripts/electron-runtime.mjs')).href;
  const { electronExecutable } = (await import(module)) as {
    electronExecutable: () => { path: string } | undefined;
  };
  const found = electronExecutable();
  if (!found) throw new Error('There is no Electron yet: `npm test` fetches one.');
  return found.path;
}

export function shellEnvironment(): Record<string, string> {
  const environment: Record<string, string> = { TRAM_E2E: '1', TRAM_NODE: process.execPath };
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined) environment[name] ??= value;
  }
  return environment;
}

/** The product, from an application folder of its own. */
function productApplication(folder: string): string {
  const application = join(folder, 'application');
  mkdirSync(application);
  for (const part of ['out', 'resources', 'migrations', 'node_modules']) {
    symlinkSync(join(PROJECT, part), join(application, part));
  }
  writeFileSync(join(application, 'package.json'), readFileSync(join(PROJECT, 'package.json')));
  return application;
}

/**
 * Makes an application wait for Playwright before its window opens. Playwright's own loader does it, but
 * Playwright puts it only into an Electron that it chose itself; without it a window that opens while
 * Playwright attaches is now and then lost.
 */
function heldBack(application: string): string {
  const path = join(application, 'package.json');
  const description = JSON.parse(readFileSync(path, 'utf8')) as { main: string };
  const loader = join(
    dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
    'lib/server/electron/loader.js',
  );
  writeFileSync(
    join(application, 'start.mjs'),
    `import { createRequire } from 'node:module';
createRequire(import.meta.url)(${JSON.stringify(loader)});
await import(${JSON.stringify(`./${description.main}`)});
`,
  );
  writeFileSync(path, JSON.stringify({ ...description, main: 'start.mjs' }));
  return application;
}

/** An application folder with the built shell and preload, a bare page and the fixture station. */
export function bareApplication(folder: string): string {
  if (!existsSync(SHELL)) throw new Error('The shell is not built: `npm test` builds it.');
  const application = join(folder, 'application');
  for (const part of ['out/renderer', 'out/station']) {
    mkdirSync(join(application, part), { recursive: true });
  }
  for (const part of ['out/main', 'out/preload']) {
    symlinkSync(join(PROJECT, part), join(application, part));
  }
  const description = { name: 'tram', version: '0.0.0', type: 'module', main: 'out/main/index.js' };
  writeFileSync(join(application, 'package.json'), JSON.stringify(description));
  writeFileSync(
    join(application, 'out/station/index.js'),
    `import ${JSON.stringify(pathToFileURL(FIXTURE_STATION).href)};\n`,
  );
  const page = join(application, 'out/renderer');
  writeFileSync(join(page, 'index.html'), BARE_PAGE);
  writeFileSync(join(page, 'page.js'), BARE_SCRIPT);
  return application;
}

const BARE_PAGE = `<!doctype html>
<html lang="vi">
  <head><meta charset="utf-8" /><title>bare</title></head>
  <body><h1>bare page</h1><script src="./page.js"></script></body>
</html>
`;

/** Keeps what the page would otherwise miss: policy reports and the shell's first words. */
const BARE_SCRIPT = `
window.reports = [];
window.states = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.reports.push(event.effectiveDirective);
});
window.station.on('shell.station', ({ state }) => window.states.push(state));
`;
