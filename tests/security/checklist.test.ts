import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { PROCEDURES } from '../../src/contract/procedures.ts';
import { CONTENT_SECURITY_POLICY } from '../../src/main/content-security-policy.ts';
import { PRODUCTION_FUSES, TEST_BUILD_FUSES } from '../../src/main/fuses.ts';
import { decideNavigation } from '../../src/main/navigation.ts';
import { mayRequest } from '../../src/main/network.ts';
import { EXTERNAL_ADDRESSES, mayOpenExternally } from '../../src/main/open-external.ts';
import { PAGE_SCHEME_PRIVILEGES } from '../../src/main/app-protocol.ts';
import { decidePermission } from '../../src/main/permissions.ts';
import { printWindowOptions, windowOptions } from '../../src/main/window-options.ts';
import { temporaryFolder } from '../main/temporary-folder.ts';
import releases from './electron-releases.json' with { type: 'json' };

/** Electron's security checklist on the options and the built files; `window.test.ts` has the window. */
const PROJECT = resolve(import.meta.dirname, '../..');

const window = windowOptions({ training: false, title: 'Trạm', preloadScript: '/preload.cjs' });
const preferences = window.webPreferences;
const printPreferences = printWindowOptions().webPreferences;

function source(path: string): string {
  return readFileSync(join(PROJECT, path), 'utf8');
}

/** Text of a built file. */
function built(path: string): string {
  if (!existsSync(join(PROJECT, 'out', path))) throw new Error('not built: `npm test` builds it');
  return source(join('out', path));
}

function shellSources(): string[] {
  return readdirSync(join(PROJECT, 'src/main'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join('src/main', name));
}

function bans(root: string): { status: number | null; stdout: string } {
  const script = join(PROJECT, 'scripts/check-bans.mjs');
  return spawnSync(process.execPath, [script, root], { encoding: 'utf8' });
}

test('1 the ministry is reached by https alone', () => {
  const { input } = PROCEDURES['sync.enrol'];
  const enrol = (url: string): boolean => input.safeParse({ url, code: 'code', caPem: '' }).success;
  expect(enrol('https://ministry.example/')).toBe(true);
  for (const url of ['http://ministry.example/', 'file:///a', 'ftp://a/', 'javascript:alert(1)']) {
    expect(enrol(url)).toBe(false);
  }
});

test('1, 11, 15, 17 what has one place is nowhere else: the check finds each and is clean here', () => {
  const root = temporaryFolder();
  mkdirSync(join(root, 'src/renderer'), { recursive: true });
  for (const folder of ['bench', 'tests', 'scripts']) mkdirSync(join(root, folder));
  writeFileSync(
    join(root, 'src/renderer/wrong.tsx'),
    `import { ipcMain, shell } from 'electron';
     ipcMain.on('a', () => shell.openExternal('http://example.org'));
     export const wrong = <webview />;`,
  );
  const found = bans(root);
  expect(found.status).toBe(1);
  const names = ['ipcMain', 'openExternal', '<webview>', 'http://'];
  for (const name of names) expect(found.stdout).toContain(` ${name}: `);
  const here = bans(PROJECT).stdout.split('\n');
  expect(here.filter((line) => names.some((name) => line.includes(` ${name}: `)))).toEqual([]);
});

test('1 the window requests nothing but its own files', () => {
  expect(mayRequest('app://tram/index.html')).toBe(true);
  expect(mayRequest('blob:app://tram/0b2f')).toBe(true);
  for (const url of [
    'http://tram/',
    'https://tram/',
    'ws://127.0.0.1/',
    'app://other/',
    'blob:https://example.org/1',
    'blob:null/1',
    'file:///etc/passwd',
    'data:text/html,x',
    'chrome://gpu',
    'chrome-extension://a/',
    '',
  ]) {
    expect(mayRequest(url)).toBe(false);
  }
});

test.each([
  [
    '2',
    { nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false },
  ],
  ['3', { contextIsolation: true }],
  ['4', { sandbox: true }],
  ['6', { webSecurity: true }],
  ['8', { allowRunningInsecureContent: false }],
  ['9', { experimentalFeatures: false }],
  ['11', { webviewTag: false }],
  ['beyond', { spellcheck: false, navigateOnDragDrop: false, webgl: false, safeDialogs: true }],
])('%s every window is made with %j', (_item, expected) => {
  expect(preferences).toMatchObject(expected);
  expect(printPreferences).toMatchObject(expected);
});

test('10 no feature of Blink is switched on', () => {
  expect(preferences).not.toHaveProperty('enableBlinkFeatures');
  expect(preferences).not.toHaveProperty('disableBlinkFeatures');
  for (const name of shellSources()) expect(source(name)).not.toContain('enable-blink-features');
});

test('windows are made in one file, and production has no developer tools', () => {
  const makers = shellSources().filter((name) =>
    /new (BrowserWindow|WebContentsView|BrowserView)\b/.test(source(name)),
  );
  expect(makers).toEqual(['src/main/create-window.ts']);
  expect(preferences?.devTools).toBe(false);
  expect(printPreferences?.devTools).toBe(false);
  expect(source('src/main/create-window.ts')).toContain('setContentProtection(true)');
  expect(source('src/main/index.ts')).toContain('Menu.setApplicationMenu(null)');
  expect(window).toMatchObject({ minWidth: 1280, minHeight: 720, show: false });
});

test('the page keeps nothing on the disk', () => {
  expect(preferences?.partition).toBe('tram');
  expect(printPreferences?.partition).toBe('tram-print');
  expect(printPreferences).not.toHaveProperty('preload');
});

test('4 the sandbox is asked for before Electron is ready, and the preload requires electron alone', () => {
  const start = source('src/main/index.ts');
  expect(start).toContain('app.enableSandbox()');
  expect(start).not.toContain('whenReady');
  const required = [...built('preload/index.cjs').matchAll(/\brequire\(\s*["'`]([^"'`]+)/g)].map(
    ([, name]) => name,
  );
  expect(required).toEqual(['electron']);
});

const camera = {
  permission: 'media',
  requester: 'app://tram/index.html',
  isMainFrame: true,
  mediaTypes: ['video'],
};
test('5 the camera is granted to the page', () => {
  expect(decidePermission(camera)).toBe(true);
  expect(decidePermission({ ...camera, requester: 'app://tram' })).toBe(true);
});

test.each([
  { ...camera, mediaTypes: ['audio'] },
  { ...camera, mediaTypes: ['video', 'audio'] },
  { ...camera, mediaTypes: [] },
  { ...camera, mediaTypes: ['unknown'] },
  { ...camera, isMainFrame: false },
  { ...camera, requester: 'app://other/' },
  { ...camera, requester: 'https://tram/' },
  { ...camera, requester: '' },
  ...[
    'clipboard-read',
    'clipboard-sanitized-write',
    'display-capture',
    'fileSystem',
    'fullscreen',
    'geolocation',
    'hid',
    'idle-detection',
    'local-fonts',
    'midi',
    'midiSysex',
    'notifications',
    'openExternal',
    'pointerLock',
    'serial',
    'storage-access',
    'usb',
    'web-printing',
    'window-management',
    'unknown',
    'a permission of a later Chromium',
  ].map((permission) => ({ ...camera, permission })),
])('5 refused: %j', (question) => {
  expect(decidePermission(question)).toBe(false);
});

test('5 every way to ask for a permission or a device is handled', () => {
  const wiring = source('src/main/permissions.ts');
  for (const handler of [
    'setPermissionRequestHandler',
    'setPermissionCheckHandler',
    'setDevicePermissionHandler',
    'setDisplayMediaRequestHandler',
    'select-hid-device',
    'select-serial-port',
    'select-usb-device',
  ]) {
    expect(wiring).toContain(handler);
  }
});

test('7 the policy names what the page may do, and nothing else', () => {
  expect(CONTENT_SECURITY_POLICY.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
  ]);
});

test('7 the built page makes no code from text and has no inline script or style', () => {
  const scripts = readdirSync(join(PROJECT, 'out/renderer/assets')).filter((name) =>
    name.endsWith('.js'),
  );
  expect(scripts.length).toBeGreaterThan(0);
  // zod asks with an empty function whether code may be made from text; the page tells it not to ask,
  // and the window's test sees that the policy reports nothing.
  const probe = /new Function\(""\)|new Function\(``\)/g;
  for (const name of scripts) {
    const script = built(`renderer/assets/${name}`).replaceAll(probe, '');
    expect(script.match(/.{0,80}(\beval\(|new Function\().{0,80}/g)).toBeNull();
  }
  const page = built('renderer/index.html');
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)/);
  expect(page).not.toMatch(/<style|\bstyle=|\bon\w+=/);
  expect(page).not.toMatch(/https?:/);
});

test.each([
  'http://tram/',
  'https://example.org/',
  'file:///index.html',
  'app://other/index.html',
  'app://tram.evil/index.html',
  'app://user:pass@tram/index.html',
  'app://tram/assets/index.js',
  'app://tram/index.html/..%2fother',
  'javascript:alert(1)',
  'data:text/html,x',
  'blob:app://tram/1',
  'about:blank',
  'chrome://gpu',
  'devtools://devtools/bundled/inspector.html',
  '\\\\server\\share',
  '',
])('13 nothing navigates to %s', (url) => {
  expect(decideNavigation({ url, isMainFrame: true })).toBe('deny');
});

test('13 the page may load itself again, and no frame in it may', () => {
  expect(decideNavigation({ url: 'app://tram/index.html', isMainFrame: true })).toBe('allow');
  expect(decideNavigation({ url: 'app://tram/', isMainFrame: true })).toBe('allow');
  expect(decideNavigation({ url: 'app://tram/index.html', isMainFrame: false })).toBe('deny');
});

test('12, 13, 14 navigation, redirects, frames, new windows and webviews are all guarded', () => {
  const wiring = source('src/main/navigation.ts');
  for (const event of [
    'will-navigate',
    'will-redirect',
    'will-frame-navigate',
    'will-attach-webview',
  ]) {
    expect(wiring).toContain(event);
  }
  expect(wiring).toContain('setWindowOpenHandler');
  expect(wiring).toContain("action: 'deny'");
  expect(wiring).not.toContain("action: 'allow'");
});

test('15 no address is handed to another program', () => {
  expect(EXTERNAL_ADDRESSES).toEqual([]);
  for (const url of [
    'https://example.org/',
    'file:///etc/passwd',
    'smb://server/share',
    '\\\\server\\share',
    'javascript:alert(1)',
    'ms-msdt:/id',
    'mailto:a@b.c',
  ]) {
    expect(mayOpenExternally(url)).toBe(false);
  }
  for (const name of shellSources()) {
    expect(source(name)).not.toMatch(
      /\bshell\s*[,}][^;]*from 'electron'|openPath|showItemInFolder/,
    );
  }
});

test('16 the pinned Electron is one of the three newest majors', () => {
  const pinned = (JSON.parse(source('package.json')) as { devDependencies: Record<string, string> })
    .devDependencies['electron'];
  expect(pinned).toMatch(/^\d+\.\d+\.\d+$/);
  const newest = releases.majors.map(({ major }) => major).sort((a, b) => b - a);
  expect(newest).toHaveLength(3);
  expect(newest).toContain(Number.parseInt(pinned ?? '', 10));
  // Electron publishes a major every eight weeks: what was read half a year ago says nothing today.
  const ageDays = (Date.now() - Date.parse(releases.readOn)) / 86_400_000;
  if (ageDays > 90) {
    process.stderr.write(
      `electron-releases.json was read ${Math.floor(ageDays)} days ago: read it again, and see whether ` +
        `Electron ${pinned} is still supported.\n`,
    );
  }
});

test('18 the page’s scheme is secure and has no way round its policy', () => {
  expect(PAGE_SCHEME_PRIVILEGES).toMatchObject({
    scheme: 'app',
    privileges: { standard: true, secure: true, bypassCSP: false, allowServiceWorkers: false },
  });
  for (const name of shellSources()) expect(source(name)).not.toMatch(/loadFile\(|pathToFileURL/);
});

test('19 the fuses of a package', () => {
  expect(PRODUCTION_FUSES).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  });
  expect(TEST_BUILD_FUSES).toEqual({ ...PRODUCTION_FUSES, enableNodeCliInspectArguments: true });
  expect(source('scripts/package.mjs')).toContain(
    'testBuild ? TEST_BUILD_FUSES : PRODUCTION_FUSES',
  );
});

test('20 the preload hands over three functions and nothing of Electron', () => {
  const preload = source('src/main/preload/index.ts');
  expect(preload.match(/exposeInMainWorld/g)).toHaveLength(1);
  expect(preload).toContain('Object.freeze({ call, on, deliverFile })');
  expect(preload).not.toContain('process.env');
  expect(preload).not.toMatch(/ipcRenderer\.(send|sendSync|sendToHost|postMessage)\(/);
  const packages = source('package.json');
  expect(packages).not.toContain('@electron-toolkit/preload');
  expect(packages).not.toContain('@electron/remote');
});

test('no crash report leaves the machine, and no spelling dictionary is fetched', () => {
  for (const name of shellSources()) {
    expect(source(name)).not.toMatch(/crashReporter|setSpellCheckerLanguages|autoUpdater/);
  }
});
