import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ShellLog } from '../../src/main/log.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('the log is one JSON object per line, for its owner alone', () => {
  const folder = temporaryFolder();
  const log = new ShellLog(folder, { quiet: true });
  log.info('shell-started', { training: true });
  log.warn('call-refused', { why: 'sender' });
  const path = join(folder, 'shell.log');
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { level: 'info', event: 'shell-started', training: true },
    { level: 'warn', event: 'call-refused', why: 'sender' },
  ]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('however much is logged, four files of a megabyte are all that is kept', () => {
  const folder = temporaryFolder();
  const log = new ShellLog(folder, { quiet: true });
  const filler = 'x'.repeat(250_000);
  for (let line = 0; line < 40; line += 1) log.info('filler', { line, filler });
  expect(readdirSync(folder).sort()).toEqual([
    'shell.log',
    'shell.log.1',
    'shell.log.2',
    'shell.log.3',
  ]);
  for (const name of readdirSync(folder)) {
    expect(statSync(join(folder, name)).size).toBeLessThan(1_300_000);
  }
  expect(readFileSync(join(folder, 'shell.log'), 'utf8')).toContain('"line":39');
});
