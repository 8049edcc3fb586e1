import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { OpenShell } from './support/open-shell.ts';
import {
  bareApplication,
  electronPath,
  openShell,
  shellEnvironment,
} from './support/open-shell.ts';

/** Electron's security checklist in the real window; the numbers are the checklist's items. */
let shell: OpenShell;

beforeAll(async () => {
  shell = await openShell({ arguments: ['--use-fake-device-for-media-stream'] });
}, 90_000);

afterAll(async () => {
  await shell.close();
});

/** Runs an expression in the page's own world. */
function inPage<T>(expression: string): Promise<T> {
  return shell.page.evaluate(expression);
}

/** A server on this machine that counts who knocks. */
async function countingServer(): Promise<{ port: number; knocks: () => number }> {
  let knocks = 0;
  const server = createServer((_request, response) => response.end('reached'));
  server.on('connection', () => (knocks += 1));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, knocks: () => knocks };
}

test('1 the page cannot reach an insecure address, nor any other', async () => {
  const { port, knocks } = await countingServer();
  const outcomes = await inPage<string[]>(`Promise.all([
    fetch('http://127.0.0.1:${port}/').then(() => 'reached', () => 'refused'),
    fetch('https://127.0.0.1:${port}/').then(() => 'reached', () => 'refused'),
    new Promise((done) => {
      const image = new Image();
      image.onload = () => done('reached');
      image.onerror = () => done('refused');
      image.src = 'http://127.0.0.1:${port}/a.png';
    }),
    new Promise((done) => {
      try {
        const socket = new WebSocket('ws://127.0.0.1:${port}/');
        socket.onopen = () => done('reached');
        socket.onerror = () => done('refused');
      } catch { done('refused'); }
    }),
  ])`);
  expect(outcomes).toEqual(['refused', 'refused', 'refused', 'refused']);
  expect(knocks()).toBe(0);
});

test('1 the network of the window is closed below the page as well', async () => {
  const { port, knocks } = await countingServer();
  const outcomes = await shell.application.evaluate(async ({ session }, address) => {
    const tell = (request: Promise<unknown>): Promise<string> =>
      request.then(
        () => 'reached',
        () => 'refused',
      );
    return Promise.all([
      tell(session.fromPartition('tram').fetch(address)),
      tell(session.defaultSession.fetch(address)),
    ]);
  }, `http://127.0.0.1:${port}/`);
  expect(outcomes).toEqual(['refused', 'refused']);
  expect(knocks()).toBe(0);
});

test('2 the page has nothing of Node', async () => {
  const names = ['require', 'module', 'process', 'Buffer', 'global', '__dirname'];
  const types = await inPage<string[]>(`[${names.map((name) => `typeof ${name}`).join(',')}]`);
  expect(types).toEqual(names.map(() => 'undefined'));
});

test('3 the page sees the bridge alone, frozen, and cannot replace it', async () => {
  const seen = await inPage<unknown>(`(() => {
    const attempts = [
      () => { window.station = {}; },
      () => { window.station.call = () => 1; },
      () => { window.station.more = 1; },
      () => { delete window.station.call; },
    ].map((attempt) => { try { attempt(); return 'silent'; } catch { return 'thrown'; } });
    return {
      frozen: Object.isFrozen(window.station),
      keys: Object.keys(window.station).sort(),
      types: Object.values(window.station).map((value) => typeof value),
      attempts: attempts.length,
      leaked: ['ipcRenderer', 'contextBridge', 'electron', 'procedures', 'listeners']
        .filter((name) => name in window),
    };
  })()`);
  expect(seen).toEqual({
    frozen: true,
    keys: ['call', 'deliverFile', 'on'],
    types: ['function', 'function', 'function'],
    attempts: 4,
    leaked: [],
  });
});

test('4 the window is sandboxed, and the shell asked for it everywhere', async () => {
  const preferences = await shell.application.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag, partition } =
      contents.getLastWebPreferences();
    return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag, partition };
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
  });
});

test('5 the camera alone is granted; not the microphone, the screen, the clipboard or MIDI', async () => {
  const ask = (request: string): Promise<string> =>
    inPage<string>(`(${request}).then(() => 'granted', (error) => error.name)`);
  expect(await ask(`navigator.mediaDevices.getUserMedia({ video: true })`)).toBe('granted');
  expect(await ask(`navigator.mediaDevices.getUserMedia({ audio: true })`)).toBe('NotAllowedError');
  expect(await ask(`navigator.mediaDevices.getUserMedia({ audio: true, video: true })`)).toBe(
    'NotAllowedError',
  );
  expect(await ask(`navigator.mediaDevices.getDisplayMedia({ video: true })`)).not.toBe('granted');
  expect(await ask(`navigator.clipboard.readText()`)).toBe('NotAllowedError');
  expect(await ask(`navigator.requestMIDIAccess()`)).not.toBe('granted');
  expect(await inPage(`Notification.permission`)).toBe('denied');
});

test('5 no device chooser opens', async () => {
  const outcomes = await inPage<string[]>(`Promise.all(
    [
      () => navigator.hid?.requestDevice({ filters: [] }).then((found) => found.length + ' found'),
      () => navigator.serial?.requestPort(),
      () => navigator.usb?.requestDevice({ filters: [] }),
      () => navigator.bluetooth?.requestDevice({ acceptAllDevices: true }),
    ].map((ask) => Promise.resolve().then(ask).then((value) => String(value ?? 'none'), (error) => error.name)),
  )`);
  for (const outcome of outcomes) {
    expect(['none', '0 found', 'NotFoundError', 'SecurityError', 'NotAllowedError']).toContain(
      outcome,
    );
  }
});

test('7 an inline script and code from text do not run, and each is reported', async () => {
  const seen = await inPage<{ ran: boolean; evaluated: string; html: string; reports: string[] }>(
    `(async () => {
      window.reports.length = 0;
      const script = document.createElement('script');
      let inline = 'set';
      try { script.textContent = 'window.injected = true'; } catch (error) { inline = error.name; }
      document.body.append(script);
      // Not within the debugger's own evaluation, which may use eval.
      const evaluated = await new Promise((done) => setTimeout(() => {
        try { done(String((0, eval)('1 + 1'))); } catch (error) { done(error.name); }
      }, 0));
      let html = 'set';
      try { document.body.insertAdjacentHTML('beforeend', '<b>x</b>'); } catch (error) { html = error.name; }
      const image = new Image();
      image.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw=';
      await new Promise((done) => { image.onerror = done; image.onload = done; });
      await new Promise((done) => setTimeout(done, 0));
      return { ran: 'injected' in window, evaluated, html, reports: [...window.reports] };
    })()`,
  );
  expect(seen.ran).toBe(false);
  expect(seen.evaluated).toBe('EvalError');
  expect(seen.html).toBe('TypeError');
  expect(seen.reports).toContain('img-src');
  expect(seen.reports).toContain('require-trusted-types-for');
});

test('13 nothing leads away from the page', async () => {
  const { port, knocks } = await countingServer();
  const leave = [
    `location.href = 'http://127.0.0.1:${port}/'`,
    `location.href = 'https://example.org/'`,
    `location.href = 'file:///etc/passwd'`,
    `location.href = 'app://other/index.html'`,
    `location.href = 'app://tram/page.js'`,
    `location.href = 'data:text/html,gone'`,
    `(() => { const link = document.createElement('a'); link.href = 'file:///etc/hostname'; document.body.append(link); link.click(); })()`,
    `(() => { const form = document.createElement('form'); form.action = 'http://127.0.0.1:${port}/'; form.method = 'post'; document.body.append(form); form.submit(); })()`,
    `(() => { const frame = document.createElement('iframe'); frame.src = 'app://tram/index.html'; document.body.append(frame); })()`,
  ];
  for (const attempt of leave) {
    await inPage(`void (${attempt})`);
    // A question to the station goes through the browser process and back: the attempt is settled.
    await inPage(`window.station.call('session.get', {})`);
  }
  expect(await inPage(`location.href`)).toBe('app://tram/index.html');
  expect(await inPage(`document.querySelector('h1').textContent`)).toBe('bare page');
  expect(knocks()).toBe(0);
  expect(shell.log().filter(({ event }) => event === 'navigation-refused').length).toBeGreaterThan(
    3,
  );
});

test('13 a file dropped on the window does not open', async () => {
  await shell.application.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const data = { items: [], files: ['/etc/hostname'], dragOperationsMask: 1 };
    contents?.debugger.attach('1.3');
    const drag = (type: string): Promise<unknown> | undefined =>
      contents?.debugger.sendCommand('Input.dispatchDragEvent', { type, x: 100, y: 100, data });
    return Promise.resolve(drag('dragEnter'))
      .then(() => drag('dragOver'))
      .then(() => drag('drop'))
      .finally(() => contents?.debugger.detach());
  });
  await inPage(`window.station.call('session.get', {})`);
  expect(await inPage(`location.href`)).toBe('app://tram/index.html');
});

test('14 no second window opens', async () => {
  const opened = await inPage<boolean>(`(() => {
    const link = document.createElement('a');
    link.href = 'app://tram/index.html';
    link.target = '_blank';
    document.body.append(link);
    link.click();
    return ['app://tram/index.html', 'https://example.org/', 'about:blank', 'file:///etc/passwd']
      .some((url) => window.open(url) !== null);
  })()`);
  expect(opened).toBe(false);
  await inPage(`window.station.call('session.get', {})`);
  expect(shell.application.windows()).toHaveLength(1);
});

test('17 calls are checked on their way, and bytes survive both boundaries', async () => {
  const call = (name: string, input: string): Promise<unknown> =>
    inPage(`window.station.call(${JSON.stringify(name)}, ${input})`);
  expect(await call('session.get', '{}')).toMatchObject({ ok: true, value: { locked: false } });
  expect(await call('masterData.import', '{ bytes: new Uint8Array(70000) }')).toEqual({
    ok: true,
    value: { communes: 70_000 },
  });
  expect(
    await inPage(`window.station.call('capture.image', { captureId: 'a' }).then(({ value }) =>
      [value.bytes instanceof Uint8Array, value.bytes.constructor.name, ...value.bytes])`),
  ).toEqual([true, 'Uint8Array', 137, 80, 78, 71]);
  for (const name of ['__proto__', 'constructor', 'toString', 'no.such', '']) {
    expect(await call(name, '{}')).toEqual({ ok: false, error: { code: 'unknown-procedure' } });
  }
  expect(await call('session.get', '{ extra: 1 }')).toEqual({
    ok: false,
    error: { code: 'invalid-input' },
  });
  expect(await call('masterData.import', '{ bytes: new Uint8Array(33 * 1024 * 1024) }')).toEqual({
    ok: false,
    error: { code: 'too-large' },
  });
});

test('17 what is neither a PDF nor a bundle is not delivered, and no bundle goes to a printer', async () => {
  const refused = { ok: false, error: { code: 'invalid-input' } };
  expect(
    await inPage(`window.station.deliverFile('save', '../../x', new Uint8Array([1, 2, 3]))`),
  ).toEqual(refused);
  expect(
    await inPage(`(() => {
      const tar = new Uint8Array(1024);
      tar.set(new TextEncoder().encode('ustar'), 257);
      return window.station.deliverFile('print', 'x.tar', tar);
    })()`),
  ).toEqual(refused);
});

test('18 the page is app://tram, with its headers, and nothing outside its folder is served', async () => {
  expect(await inPage(`location.protocol`)).toBe('app:');
  const status = (path: string): Promise<number | string> =>
    inPage(`fetch(${JSON.stringify(path)}).then((r) => r.status, (error) => error.name)`);
  expect(await status('/page.js')).toBe(200);
  for (const path of [
    '/../main/index.js',
    '/..%2fmain/index.js',
    '/%2e%2e/main/index.js',
    '/%2e%2e%2fmain%2findex.js',
    '/..%5cmain%5cindex.js',
    '/no-such.js',
  ]) {
    expect(await status(path)).toBe(404);
  }
  const headers = await inPage<Record<string, string>>(
    `fetch('/index.html').then((response) => Object.fromEntries(response.headers))`,
  );
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
  });
});

test('20 events reach the page without Electron in them, and end when asked', async () => {
  const seen = await inPage<unknown>(`(async () => {
    const given = [];
    const stop = window.station.on('session.changed', (...all) => given.push(all));
    const next = () => new Promise((done) => {
      const end = window.station.on('session.changed', () => { end(); done(); });
    });
    let told = next();
    await window.station.call('session.setLanguage', { language: 'vi' });
    await told;
    stop();
    told = next();
    await window.station.call('session.setLanguage', { language: 'vi' });
    await told;
    let unknown;
    try { window.station.on('tram:event', () => {}); } catch (error) { unknown = error.message; }
    return { times: given.length, values: given[0].length, keys: Object.keys(given[0][0]).sort(), unknown };
  })()`);
  expect(seen).toMatchObject({
    times: 1,
    values: 1,
    keys: ['idleLockMinutes', 'language', 'locked', 'openDossierId', 'shift', 'user'],
    unknown: expect.stringContaining('no such event') as unknown,
  });
});

test('a station that is killed under the window is up again, and the page is told both', async () => {
  const pid = await inPage<number>(`window.station.call('communes.search',
    { provinceCode: '01', query: '', limit: 1 }).then(({ value }) => Number(value[0].code))`);
  const told = inPage<string[]>(`new Promise((done) => {
    const states = [];
    window.station.on('shell.station', ({ state }) => {
      states.push(state);
      if (state === 'up') done(states);
    });
  })`);
  await inPage(`window.station.call('session.get', {})`);
  process.kill(pid, 'SIGKILL');
  expect(await told).toEqual(['down', 'up']);
  expect(await inPage(`window.station.call('session.get', {})`)).toMatchObject({ ok: true });
});

test('a page that dies is loaded again', async () => {
  const loaded = shell.application.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((done) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.once('did-finish-load', () => {
          done();
        });
        contents?.forcefullyCrashRenderer();
      }),
  );
  await loaded;
  const url = await shell.application.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
      `window.station.call('session.get', {}).then(({ ok }) => location.href + ' ' + ok)`,
    ),
  );
  expect(url).toBe('app://tram/index.html true');
  await shell.close();
  shell = await openShell({ arguments: ['--use-fake-device-for-media-stream'] });
}, 90_000);

test('the training window says that it is one, and that its Electron is not for real records', async () => {
  const title = await shell.application.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle() ?? '',
  );
  expect(title).toContain('Tập huấn');
});

test('what the page keeps while it runs never reaches the disk', async () => {
  await inPage(`localStorage.setItem('citizen', 'marker-of-this-test')`);
  await shell.application.evaluate(({ session }) => {
    session.fromPartition('tram').flushStorageData();
    session.defaultSession.flushStorageData();
  });
  const folder = join(shell.dataDirectory, 'shell');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true, encoding: 'utf8' });
  const read = files
    .filter((file) => file.isFile())
    .map((file) => readIfThere(join(file.parentPath, file.name)));
  expect(read.length).toBeGreaterThan(0);
  expect(read.some((bytes) => bytes.includes('marker-of-this-test'))).toBe(false);
  expect(read.some((bytes) => bytes.includes(Buffer.from('marker-of-this-test', 'utf16le')))).toBe(
    false,
  );
});

/** Chromium renames its temporary files at any moment: one that is gone holds nothing any more. */
function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
      return Buffer.alloc(0);
    throw cause;
  }
}

/** Starts the shell without Playwright and waits for its end. */
async function runShell(
  given: readonly string[],
  environment: Record<string, string> = {},
): Promise<{ code: number | null; said: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'tram-window-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const child = spawn(await electronPath(), ['--no-sandbox', bareApplication(folder), ...given], {
    env: { ...shellEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((done) => void child.once('close', done));
  return { code, said };
}

test('a debugger switch, and any that is not known, is refused with a sentence', async () => {
  const refused = await runShell(['--remote-debugging-port=9222'], { TRAM_E2E: '' });
  expect(refused.code).toBe(2);
  expect(refused.said).toContain('does not know --remote-debugging-port=9222');
  expect((await runShell(['--js-flags=--expose-gc'])).code).toBe(2);
});

test('real records are refused on the stock Electron, and help needs no window', async () => {
  const refused = await runShell(['--production'], { TRAM_STOCK_ELECTRON: '1' });
  expect(refused).toMatchObject({ code: 2 });
  expect(refused.said).toContain('Real records are refused');
  const help = await runShell(['--help']);
  expect(help).toMatchObject({ code: 0 });
  expect(help.said).toContain('--no-emulated-scanner');
});

test('a second shell on the same data folder is refused', async () => {
  const second = await runShell(['--data', shell.dataDirectory]);
  expect(second.code).toBe(3);
  expect(second.said).toContain('already open');
});

test('closing the window stops the station', async () => {
  const other = await openShell();
  const pid = Number(
    (
      JSON.parse(
        readFileSync(join(other.dataDirectory, 'boots.jsonl'), 'utf8').split('\n')[0] ?? '',
      ) as { pid: number }
    ).pid,
  );
  await other.close();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
}, 60_000);
