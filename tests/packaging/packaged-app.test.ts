import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import type { ElectronApplication, Page } from 'playwright-core';
import { launchAttached } from '../e2e/support/attached-window.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn } from '../e2e/support/people.ts';
import { say } from '../e2e/support/messages.ts';

const projectRoot = resolve(import.meta.dirname, '../..');
const work = mkdtempSync(join(tmpdir(), 'tram-package-test-'));
afterAll(() => {
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
});

/** What better-sqlite3 13 needs is in Electron 36 and later. */
const firstElectronForTheStore = 36;

interface Ended {
  readonly code: number;
  readonly output: string;
}

function run(program: string, args: readonly string[]): Promise<Ended> {
  return new Promise((settle) => {
    execFile(program, args, { cwd: projectRoot, timeout: 150_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      settle({ code, output: stdout + stderr });
    });
  });
}

/** Builds the unpacked application and returns its folder. */
async function buildPackage(name: string, ...switches: string[]): Promise<string> {
  const output = join(work, name);
  const script = join(projectRoot, 'scripts/package.mjs');
  const ended = await run(process.execPath, [script, '--dir', '--output', output, ...switches]);
  expect(ended.code, ended.output).toBe(0);
  return join(output, 'linux-unpacked');
}

/** The fuses that are on, by name. */
async function fusesOn(folder: string): Promise<string[]> {
  const wire = await getCurrentFuseWire(join(folder, 'tram'));
  return Object.entries(FuseV1Options)
    .filter(([, index]) => typeof index === 'number' && wire[index] === FuseState.ENABLE)
    .map(([name]) => name)
    .sort();
}

const releasedFuses = [
  'EnableCookieEncryption',
  'EnableEmbeddedAsarIntegrityValidation',
  'OnlyLoadAppFromAsar',
];

describe('a package as it is handed out', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await buildPackage('released');
  });

  test('has the fuses of a released application', async () => {
    const on = (await fusesOn(folder)).filter((name) => name !== 'WasmTrapHandlers');
    expect(on).toEqual(releasedFuses);
  });

  test('keeps native modules, the station and its texts outside the archive', () => {
    const unpacked = join(folder, 'resources/app.asar.unpacked');
    for (const part of [
      'out/station/index.js',
      'out/emulator/index.js',
      'resources/messages/vi.json',
      'migrations',
      'node_modules/better-sqlite3',
      'node_modules/sharp',
    ]) {
      expect(existsSync(join(unpacked, part)), part).toBe(true);
    }
  });

  test('carries binaries for this system only', () => {
    const modules = readdirSync(join(folder, 'resources'), { recursive: true, encoding: 'utf8' });
    const binaries = modules.filter((name) => name.endsWith('.node'));
    expect(binaries.length).toBeGreaterThan(3);
    for (const name of binaries) expect(name).not.toMatch(/win32|darwin|android|musl|arm/);
  });

  test('is for training only, with a Node of its own, exactly when its Electron cannot run the store', async () => {
    const version = readFileSync(join(folder, 'version'), 'utf8').replace(/^v/, '');
    const forTraining = Number(version.split('.')[0]) < firstElectronForTheStore;
    const marker = join(folder, 'resources/tram-package.json');
    expect(existsSync(join(folder, 'resources/node/node'))).toBe(forTraining);
    expect(existsSync(marker)).toBe(forTraining);
    if (!forTraining) return;
    expect(JSON.parse(readFileSync(marker, 'utf8'))).toEqual({
      trainingOnly: true,
      testBuild: false,
    });
  });

  test.each(['--remote-debugging-port=0', '--inspect=0', '--js-flags=--expose-gc'])(
    'refuses %s with a sentence',
    async (given) => {
      // As root Chromium would not even start without the first switch, which is refused as well.
      const { code, output } = await run(join(folder, 'tram'), ['--no-sandbox', given]);
      expect(code).toBe(2);
      expect(output).not.toContain('    at ');
    },
  );
});

describe('a package for tests', () => {
  let folder: string;
  let application: ElectronApplication;
  let page: Page;
  beforeAll(async () => {
    folder = await buildPackage('test', '--test-build');
    const inherited = Object.entries(process.env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && entry[0] !== 'TRAM_NODE' && entry[0] !== 'TRAM_STOCK_ELECTRON',
    );
    ({ application, page } = await launchAttached({
      executablePath: join(folder, 'tram'),
      args: ['--no-sandbox', '--training', '--data', join(work, 'data'), '--emulate', 'none'],
      env: { ...Object.fromEntries(inherited), TRAM_E2E: '1' },
    }));
  });
  afterAll(async () => {
    await application.close();
  });

  test('differs from the released one in the fuse for the inspector alone', async () => {
    const on = (await fusesOn(folder)).filter((name) => name !== 'WasmTrapHandlers');
    expect(on).toEqual([...releasedFuses, 'EnableNodeCliInspectArguments'].sort());
  });

  test('opens from its archive and signs an officer in', async () => {
    expect(await application.evaluate(({ app }) => app.isPackaged)).toBe(true);
    expect(await page.evaluate(() => location.protocol)).toBe('app:');
    await signIn(page, 'officer');
    await page.getByRole('heading', { level: 1, name: say('shift.title') }).waitFor();
  });
});
