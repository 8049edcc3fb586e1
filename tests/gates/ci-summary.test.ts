import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const summary = resolve(import.meta.dirname, '../../scripts/ci-summary.mjs');
const folder = mkdtempSync(join(tmpdir(), 'tram-summary-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function close(report: object | undefined, check: number, tests: number) {
  const file = join(folder, 'report.json');
  rmSync(file, { force: true });
  if (report) writeFileSync(file, JSON.stringify(report));
  const args = [summary, file, String(check), String(tests)];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { status, line: stdout.trimEnd().split('\n').at(-1) };
}

const green = { numPassedTests: 7, numFailedTests: 0, testResults: [] };

test('all is well', () => {
  expect(close(green, 0, 0)).toEqual({ status: 0, line: '7 passed, 0 failed' });
});

test('a check that failed is a failure although every test passed', () => {
  expect(close(green, 1, 0)).toEqual({ status: 1, line: '7 passed, 1 failed' });
});

test('failed tests are counted', () => {
  const report = { ...green, numFailedTests: 2 };
  expect(close(report, 0, 1)).toEqual({ status: 1, line: '7 passed, 2 failed' });
});

test('a test file that does not load is a failure', () => {
  const report = { ...green, testResults: [{ status: 'failed', assertionResults: [] }] };
  expect(close(report, 0, 1)).toEqual({ status: 1, line: '7 passed, 1 failed' });
});

test('a run that crashed without a report is a failure', () => {
  expect(close(undefined, 0, 134)).toEqual({ status: 1, line: '0 passed, 1 failed' });
});

test('a run of no tests is a failure', () => {
  expect(close({ ...green, numPassedTests: 0 }, 0, 0)).toEqual({
    status: 1,
    line: '0 passed, 1 failed',
  });
});
