import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { printWithCups } from '../../src/main/print-with-cups.ts';
import { temporaryFolder } from './temporary-folder.ts';

const PDF = new TextEncoder().encode(`%PDF-1.7\n${'x'.repeat(300_000)}`);
const path = process.env['PATH'];

afterEach(() => {
  process.env['PATH'] = path;
});

/** Puts a printing program of our own where CUPS has its. */
function installLp(script: string): string {
  const folder = temporaryFolder();
  const program = join(folder, 'lp');
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o700);
  process.env['PATH'] = `${folder}:${path ?? ''}`;
  return folder;
}

test('the whole slip goes to the default printer, and its title names nobody', async () => {
  const folder = installLp(
    'echo "$@" > "$(dirname "$0")/arguments"; cat > "$(dirname "$0")/printed"',
  );
  expect(await printWithCups(PDF)).toBe(true);
  expect(new Uint8Array(readFileSync(join(folder, 'printed')))).toEqual(PDF);
  expect(readFileSync(join(folder, 'arguments'), 'utf8')).toBe('-s -t tram -\n');
});

test('a printer that refuses before it has read the slip is told, and nothing breaks', async () => {
  installLp('exit 1');
  expect(await printWithCups(PDF)).toBe(false);
});

test('a machine without CUPS is told', async () => {
  process.env['PATH'] = temporaryFolder();
  expect(await printWithCups(PDF)).toBe(false);
});
