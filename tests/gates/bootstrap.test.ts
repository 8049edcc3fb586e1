import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const projectRoot = resolve(import.meta.dirname, '../..');
const bootstrap = join(projectRoot, 'scripts/bootstrap.mjs');

let programs: string;
beforeEach(() => {
  programs = mkdtempSync(join(tmpdir(), 'tram-programs-'));
});
afterEach(() => {
  rmSync(programs, { recursive: true, force: true });
});

/** Puts a stand-in for a program of the system first on the path. */
function standIn(name: string, script: string): void {
  const file = join(programs, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

function run(args: readonly string[], nodeOptions: readonly string[] = []) {
  const path = `${programs}${delimiter}${process.env['PATH'] ?? ''}`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...nodeOptions, bootstrap, ...args],
    { encoding: 'utf8', env: { ...process.env, PATH: path } },
  );
  return { status, stdout, stderr };
}

test.each(['start', 'test', 'check', 'bench', 'soak', 'package'])(
  '%s --help says how it is called and sets nothing up',
  (command) => {
    standIn('npm', 'exit 1');
    const { status, stdout, stderr } = run([command, '--help']);
    expect(stdout).toContain(
      command === 'start' || command === 'test' ? `npm ${command}` : command,
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
  },
);

test('a command that there is not gets a sentence with those that there are', () => {
  const { status, stderr } = run(['strat']);
  expect(stderr).toMatch(/^There is no command strat\. Commands: start, .*\n$/);
  expect(status).toBe(2);
});

test('a Node that is too old gets a sentence', () => {
  const older = 'Object.defineProperty(process.versions, "node", { value: "18.20.4" })';
  const { status, stderr } = run(['start'], ['--import', `data:text/javascript,${older}`]);
  expect(stderr).toMatch(/^This machine has Node 18\.20\.4; Tram needs Node .*\n$/);
  expect(status).toBe(1);
});

test('a missing Debian package that cannot be installed is one line with the command to run', () => {
  standIn('dpkg-query', 'for name; do [ "$name" = socat ] || echo "$name installed"; done');
  standIn('sudo', 'exit 1');
  standIn('apt-get', 'exit 100');
  const { status, stdout, stderr } = run(['tram', 'day']);
  expect(stderr.trimEnd().split('\n').at(-1)).toBe(
    'Debian packages are missing. Run: sudo apt-get install socat',
  );
  expect(stderr).not.toContain('    at ');
  expect(stdout).toBe('');
  expect(status).toBe(1);
});

test('missing Debian packages are installed where that is allowed', () => {
  const log = join(programs, 'log');
  standIn('dpkg-query', 'for name; do [ "$name" = socat ] || echo "$name installed"; done');
  standIn('sudo', '[ "$2" = true ] && exit 0; shift; exec "$@"');
  standIn('apt-get', `echo "$@" >> ${log}`);
  const { stderr } = run(['tram', 'day', '--no-such-option']);
  expect(stderr).toContain('Installing the Debian packages socat.');
  expect(spawnSync('cat', [log], { encoding: 'utf8' }).stdout).toMatch(
    /^update .*\ninstall -y .* socat\n$/,
  );
});

test('the command line gets its arguments unchanged, and stdout is its own', () => {
  const { status, stdout, stderr } = run(['tram', 'help', 'verify']);
  expect(stdout).toContain('verify');
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
