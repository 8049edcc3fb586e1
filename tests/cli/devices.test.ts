import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { CONFORMING_DRIVERS } from '../../src/cli/conform.ts';
import { SbiServer } from '../../src/devices/emulators/sbi-server.ts';
import { ViscaEmulator } from '../../src/devices/emulators/visca-emulator.ts';
import { pluggedModule } from '../devices/emulated-module.ts';

const reportSchema = z.looseObject({
  ok: z.boolean(),
  ports: z.array(z.looseObject({ path: z.string(), driver: z.string().nullable() })),
  devices: z.array(
    z.looseObject({
      role: z.string(),
      driver: z.string(),
      address: z.string(),
      capabilities: z.array(z.string()),
      health: z.looseObject({ state: z.string() }),
    }),
  ),
  services: z.looseObject({
    devices: z.array(z.looseObject({ port: z.int(), status: z.string() })),
  }),
  drivers: z.array(z.looseObject({ name: z.string() })),
  descriptions: z.array(z.looseObject({ file: z.string(), own: z.boolean(), driver: z.string() })),
  refusedDescriptions: z.array(z.looseObject({ file: z.string(), line: z.int().nullable() })),
  problems: z.array(z.looseObject({ transport: z.string(), sentence: z.string() })),
});

interface Run {
  readonly status: number;
  readonly report: z.infer<typeof reportSchema>;
  readonly said: string;
}

/** Beside the emulators of this process, which have to answer meanwhile. */
function devices(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const given = ['src/cli/tram.ts', 'devices', '--json', ...args];
    const env = { ...process.env, ...environment };
    execFile(process.execPath, given, { env }, (error, stdout, stderr) => {
      const line = stdout.trimEnd().split('\n').at(-1) ?? '';
      if (line === '') return reject(error ?? new Error(stderr));
      const status = typeof error?.code === 'number' ? error.code : 0;
      return resolve({ status, report: reportSchema.parse(JSON.parse(line)), said: stderr });
    });
  });
}

/** What it says when it ends without a result. */
function refusal(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const given = ['src/cli/tram.ts', 'devices', '--json', ...args];
    execFile(process.execPath, given, (error, stdout, stderr) => {
      if (error?.code === 1 && stdout === '') resolve(stderr);
      else reject(error ?? new Error(stdout));
    });
  });
}

test('devices lists a module on a named port with role, capabilities and health', async () => {
  const module = await pluggedModule();
  const { status, report, said } = await devices(['--port', module.path]);
  expect(status).toBe(0);
  expect(report.devices).toMatchObject([
    {
      role: 'fingerprint',
      driver: 'zfm',
      address: module.path,
      capabilities: ['single-plain'],
      health: { state: 'ready' },
    },
  ]);
  const drivers = report.drivers.map(({ name }) => name);
  expect(drivers.toSorted()).toEqual(CONFORMING_DRIVERS.toSorted());
  expect(said).toContain(`fingerprint: `);
  expect(said).toContain(module.path);
});

test('devices opens a certified device that a named certificate vouches for, and names the one nobody vouches for', async () => {
  const server = await SbiServer.start({ pace: 'none', environment: 'Developer' });
  onTestFinished(() => server.stop());
  const folder = mkdtempSync(join(tmpdir(), 'tram-trust-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'provider.pem');
  writeFileSync(file, server.trustAnchorPem);
  const certified = (report: Run['report']): unknown =>
    report.devices.find(({ address }) => address === `127.0.0.1:${server.port}`);

  const known = await devices(['--trust', file, '--environment', 'Developer']);
  expect(known.report.services.devices.map(({ port }) => port)).toContain(server.port);
  expect(certified(known.report)).toMatchObject({
    role: 'fingerprint',
    driver: 'sbi',
    capabilities: ['slaps-4-4-2', 'single-plain', 'single-rolled'],
    health: { state: 'ready' },
  });

  const unknown = await devices([]);
  expect(certified(unknown.report)).toMatchObject({
    health: { state: 'failed', error: { code: 'untrusted-certificate' } },
  });
  expect(unknown.said).toContain('name its provider’s with --trust FILE');

  const elsewhere = await devices(['--trust', file, '--environment', 'Production']);
  expect(certified(elsewhere.report)).toMatchObject({
    health: { state: 'failed', error: { code: 'wrong-environment' } },
  });
  expect(elsewhere.said).toContain('registered for another environment');
});

test('devices lists which files describe devices, the station’s own first, and those that are not read', async () => {
  const data = mkdtempSync(join(tmpdir(), 'tram-data-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
  const missing = await devices(['--data', data]);
  expect(missing.said).toContain(`There is no folder ${join(data, 'devices')}`);
  mkdirSync(join(data, 'devices'));
  copyFileSync('resources/devices/r503.json', join(data, 'devices', 'mine.json'));
  copyFileSync('resources/devices/r503.json', join(data, 'devices', 'R503.JSON'));
  const { report, said } = await devices(['--data', data]);
  expect(report.ok).toBe(false);
  const file = join(data, 'devices', 'mine.json');
  expect(report.descriptions[0]).toMatchObject({ file, own: true, driver: 'zfm' });
  expect(report.descriptions.length).toBeGreaterThan(1);
  expect(said).toContain(`${file}: read, `);
  expect(report.refusedDescriptions).toMatchObject([
    { file: join(data, 'devices', 'R503.JSON'), line: null },
  ]);
});

test('another device than a module is named with its driver, and is opened', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tram-head-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'head');
  const head = new ViscaEmulator({ path, baudRate: 9_600, pace: 'none' });
  await head.line.plug();
  onTestFinished(() => head.line.unplug());
  const { report } = await devices(['--device', `visca=${path}`]);
  expect(report.devices).toMatchObject([
    { driver: 'visca', role: 'camera-head', address: path, health: { state: 'ready' } },
  ]);
});

test.each([
  [['--port', ''], '--port: name a port, such as /dev/ttyUSB0.\n'],
  [['--port', '/dev/null'], '--port: /dev/null is no serial port.\n'],
  [['--port', '/tmp'], '--port: /tmp is no serial port.\n'],
  [['--port', 'package.json', '/'], '--port: / is no serial port.\n'],
  [
    ['--device', 'vsca=/dev/ttyS0'],
    /^--device vsca=\/dev\/ttyS0: say which driver is at which port/,
  ],
  [['--data', 'package.json'], '--data: package.json is no folder.\n'],
] as const)('devices refuses %j with a sentence', async (args, sentence) => {
  const said = await refusal(args);
  if (typeof sentence === 'string') expect(said).toBe(sentence);
  else expect(said).toMatch(sentence);
});

test('a station’s folder that is not there is told, not passed over', async () => {
  expect(await refusal(['--data', '/no/station'])).toBe(
    '--data: there is no folder /no/station.\n',
  );
});

test('a file that is no certificate is refused with a sentence', async () => {
  const said = await refusal(['--trust', 'package.json']);
  expect(said).toBe('package.json is no certificate in PEM form (-----BEGIN CERTIFICATE-----).\n');
  expect(await refusal(['--trust', 'nowhere.pem'])).toMatch(/^nowhere\.pem cannot be read: ENOENT/);
});

test('devices says what to install where udevadm is missing, and opens named ports all the same', async () => {
  const module = await pluggedModule();
  const bare = mkdtempSync(join(tmpdir(), 'tram-bare-'));
  onTestFinished(() => rmSync(bare, { recursive: true }));
  const { report, said } = await devices(['--port', module.path], { PATH: bare });
  expect(report.problems).toMatchObject([{ transport: 'serial' }]);
  expect(said).toContain('install the Debian package udev');
  expect(report.devices).toMatchObject([{ address: module.path, health: { state: 'ready' } }]);
});

test('a port that nothing answers at is told with what to look at', async () => {
  const { report, said } = await devices(['--port', '/dev/tty-that-is-not-there']);
  expect(report.ok).toBe(false);
  expect(report.devices).toMatchObject([{ health: { state: 'unplugged' } }]);
  expect(said).toContain('/dev/tty-that-is-not-there (zfm): there is nothing at this port');
});
