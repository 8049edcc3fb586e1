import { expect, test } from 'vitest';
import type { CommandLine, Surroundings } from '../../src/main/options.ts';
import { readCommandLine } from '../../src/main/options.ts';

const CHECKOUT: Surroundings = {
  packaged: false,
  marker: { trainingOnly: false, testBuild: false },
  electronVersion: '45.4.1',
  stockElectron: false,
  underTest: false,
  userDataDirectory: '/home/officer/.config/tram',
  workingDirectory: '/srv/tram',
  applicationDirectory: '/srv/tram',
};
const PACKAGE: Surroundings = { ...CHECKOUT, packaged: true };

function options(line: CommandLine): Extract<CommandLine, { kind: 'run' }>['options'] {
  if (line.kind !== 'run') throw new Error(JSON.stringify(line));
  return line.options;
}

test('a checkout opens for training, an installed station for real records, in separate folders', () => {
  const training = options(readCommandLine(['/srv/tram'], CHECKOUT));
  expect(training).toMatchObject({
    training: true,
    dataDirectory: '/home/officer/.config/tram/training',
    emulatedCamera: true,
    emulation: { scanner: true, pace: 'real', seed: 1, printsDirectory: null },
  });
  const real = options(readCommandLine([], PACKAGE));
  expect(real).toMatchObject({
    training: false,
    dataDirectory: '/home/officer/.config/tram/records',
    emulatedCamera: false,
    emulation: { scanner: false },
  });
});

test('an installed station can practise, without touching its records', () => {
  const practice = options(readCommandLine(['--training'], PACKAGE));
  expect(practice.training).toBe(true);
  expect(practice.dataDirectory).toBe('/home/officer/.config/tram/training');
});

test('real records are refused on an Electron out of support', () => {
  const stock = readCommandLine(['--production'], { ...CHECKOUT, electronVersion: '33.2.1' });
  expect(stock).toMatchObject({
    kind: 'refused',
    sentence: expect.stringContaining('33.2.1') as string,
  });
  expect(readCommandLine(['--production'], { ...CHECKOUT, stockElectron: true }).kind).toBe(
    'refused',
  );
  expect(readCommandLine([], { ...PACKAGE, electronVersion: '33.2.1' }).kind).toBe('refused');
  expect(readCommandLine([], { ...PACKAGE, electronVersion: 'none' }).kind).toBe('refused');
  expect(readCommandLine(['--production'], CHECKOUT).kind).toBe('run');
});

test('a package for training refuses real records', () => {
  const classroom = { ...PACKAGE, marker: { trainingOnly: true, testBuild: false } };
  expect(options(readCommandLine([], classroom)).training).toBe(true);
  expect(readCommandLine(['--production'], classroom).kind).toBe('refused');
});

test('training switches are read, with their value attached or next', () => {
  const given = [
    '--data',
    'day',
    '--emulate=none',
    '--no-emulated-scanner',
    '--no-emulated-camera',
    '--seed',
    '7',
  ];
  expect(options(readCommandLine([...given, '--prints=prints'], CHECKOUT))).toEqual({
    training: true,
    dataDirectory: '/srv/tram/day',
    emulatedCamera: false,
    namedDevices: [],
    emulation: { scanner: false, pace: 'none', seed: 7, printsDirectory: '/srv/tram/prints' },
  });
});

test('devices on ports that do not say what is behind them are named, also for real records', () => {
  const given = ['--device', 'visca=/dev/ttyS0', '--device=vc0706=COM3'];
  expect(options(readCommandLine(given, PACKAGE)).namedDevices).toEqual([
    { driver: 'visca', port: '/dev/ttyS0' },
    { driver: 'vc0706', port: 'COM3' },
  ]);
  for (const wrong of ['', 'visca', 'visca=', 'sbi=/dev/ttyS0', 'visca=ttyS0', '=/dev/ttyS0']) {
    expect(readCommandLine(['--device', wrong], PACKAGE).kind, wrong).toBe('refused');
  }
});

test('an installed station knows no training switch for real records', () => {
  expect(readCommandLine(['--emulate', 'none'], PACKAGE).kind).toBe('refused');
  expect(readCommandLine(['--seed', '1'], PACKAGE).kind).toBe('refused');
});

test.each([
  '--remote-debugging-port=9222',
  '--remote-debugging-pipe',
  '--inspect',
  '--inspect-brk=0',
  '--js-flags=--expose-gc',
  '--disable-web-security',
  '--no-sandbox',
  '--host-rules=MAP * 10.0.0.1',
  '--load-extension=/tmp/x',
  '--proxy-server=10.0.0.1',
  '--use-fake-device-for-media-stream',
  '-r',
  '/srv/tram',
  'https://example.org',
])('an installed station refuses %s', (given) => {
  expect(readCommandLine([given], PACKAGE)).toMatchObject({
    kind: 'refused',
    sentence: expect.stringContaining(given) as string,
  });
});

test('a debugger may come in where an end-to-end test drives, and nowhere else', () => {
  const given = ['--inspect=0', '--remote-debugging-port=0', '--no-sandbox'];
  expect(readCommandLine(given, { ...CHECKOUT, underTest: true }).kind).toBe('run');
  expect(readCommandLine(given, CHECKOUT).kind).toBe('refused');
  // The environment alone opens nothing in a released package.
  expect(readCommandLine(given, { ...PACKAGE, underTest: true }).kind).toBe('refused');
  const testBuild = { ...PACKAGE, marker: { trainingOnly: false, testBuild: true } };
  expect(readCommandLine(given, testBuild).kind).toBe('run');
});

test('what is half said is refused with a sentence', () => {
  for (const given of [['--data'], ['--emulate', 'fast'], ['--seed', 'x'], ['--prints']]) {
    expect(readCommandLine(given, CHECKOUT).kind).toBe('refused');
  }
  expect(readCommandLine(['--training', '--production'], CHECKOUT).kind).toBe('refused');
  expect(readCommandLine(['--help', '--nonsense'], CHECKOUT).kind).toBe('help');
});
