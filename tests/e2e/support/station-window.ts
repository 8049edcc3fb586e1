import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ElectronApplication, Page } from 'playwright-core';
import { launchAttached } from './attached-window.ts';

export const PROJECT = resolve(import.meta.dirname, '../../..');

export interface StationWindow {
  readonly application: ElectronApplication;
  readonly page: Page;
  readonly dataDirectory: string;
  /** A folder of this window's own for files of the test. */
  readonly folder: string;
  /** What the page said on its console as an error, policy violations and script errors included. */
  readonly complaints: readonly string[];
  /** The station process beside the window. */
  stationPid(): number;
  /** Ends window, station, emulator and ministry, and removes the folder. */
  close(): Promise<void>;
}

export interface WindowOptions {
  /** The application folder; the built project unless given. */
  readonly application?: string;
  /** A folder of the test's own, for example a small disk; a new one unless given. */
  readonly dataDirectory?: string;
  readonly arguments?: readonly string[];
  /** The Node of the processes beside the window; this one unless given. */
  readonly node?: string;
  /** Of the emulated devices; `none` unless given. With `real` the station looks at the machine's own ports too. */
  readonly pace?: 'real' | 'none';
}

/** Opens the built station in a real window, with an unpaced emulated scanner and a file as camera. */
export async function openStationWindow(options: WindowOptions = {}): Promise<StationWindow> {
  const folder = mkdtempSync(join(tmpdir(), 'tram-e2e-'));
  const dataDirectory = options.dataDirectory ?? join(folder, 'data');
  const electron = await electronRuntime();
  const { application, page } = await launchAttached({
    executablePath: electron.path,
    args: [
      '--no-sandbox',
      options.application ?? builtApplication(),
      '--data',
      dataDirectory,
      '--emulate',
      options.pace ?? 'none',
      ...(options.arguments ?? []),
    ],
    env: environment(electron.stock, options.node ?? process.execPath),
  });
  const shell = application.process();
  const ended = new Promise<void>((done) => void shell.once('exit', () => done()));
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.setDefaultTimeout(20_000);
  return {
    application,
    page,
    dataDirectory,
    folder,
    complaints,
    stationPid: () => stationUnder(shell.pid),
    close: async () => {
      const limit = setTimeout(() => shell.kill('SIGKILL'), 15_000);
      await application.close();
      await ended;
      clearTimeout(limit);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The project's folder, once it has been built. */
export function builtApplication(): string {
  for (const part of ['main', 'renderer', 'station', 'emulator', 'ministry']) {
    if (!existsSync(join(PROJECT, 'out', part))) {
      throw new Error(`out/${part} is not built: \`npm test\` builds it.`);
    }
  }
  return PROJECT;
}

interface Runtime {
  readonly path: string;
  readonly stock: boolean;
}

/** The Electron that `npm test` chose, or the one that is already on this machine. */
export async function electronRuntime(): Promise<Runtime> {
  const path = process.env['TRAM_ELECTRON'];
  if (path) return { path, stock: process.env['TRAM_STOCK_ELECTRON'] === '1' };
  const module = pathToFileURL(join(PROJECT, 'scripts/electron-runtime.mjs')).href;
  const { electronExecutable } = (await import(/* @vite-ignore */ module)) as {
    electronExecutable: () => Runtime | undefined;
  };
  const found = electronExecutable();
  if (!found) throw new Error('There is no Electron yet: `npm test` fetches one.');
  return found;
}

function environment(stock: boolean, node: string): Record<string, string> {
  const own = {
    TRAM_E2E: '1',
    TRAM_NODE: node,
    ...(stock && { TRAM_STOCK_ELECTRON: '1' }),
  };
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return { ...Object.fromEntries(inherited), ...own };
}

/** @throws when the shell has no station process now */
function stationUnder(shellPid: number | undefined): number {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const pid = Number(name);
    if (parentOf(pid) === shellPid && commandOf(pid).includes('out/station/')) return pid;
  }
  throw new Error('the shell has no station process');
}

function parentOf(pid: number): number | undefined {
  const parent = /^PPid:\s*(\d+)$/m.exec(readProcFile(`/proc/${pid}/status`))?.[1];
  return parent === undefined ? undefined : Number(parent);
}

function commandOf(pid: number): string {
  return readProcFile(`/proc/${pid}/cmdline`);
}

/** Empty for a process that has just ended. */
function readProcFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ESRCH') return '';
    throw error;
  }
}

/** The dialog is the operating system's own; from now on it answers with this path. */
export async function answerSaveDialog(
  { application }: StationWindow,
  path: string,
): Promise<void> {
  await application.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
}

/** Text of a PDF as another program (poppler) reads it, with single spaces. */
export function pdfText(path: string): string {
  const text = execFileSync('pdftotext', ['-layout', '-enc', 'UTF-8', path, '-']);
  return text.toString('utf8').normalize('NFC').replace(/\s+/g, ' ');
}

/** With `TRAM_SCREENSHOTS=DIR`: keeps a picture of the screen there; nothing otherwise. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['TRAM_SCREENSHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
