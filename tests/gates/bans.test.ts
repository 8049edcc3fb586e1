import { afterAll, beforeAll, expect, test } from 'vitest';
import { ProjectCopy } from './project-copy.ts';
import type { Verdict } from './project-copy.ts';

const banned: readonly (readonly [what: string, file: string, text: string])[] = [
  ['ipcMain', 'src/main/window.ts', "import { ipcMain } from 'electron';"],
  ['openExternal', 'src/main/menu.ts', 'shell.openExternal(address);'],
  ['<webview>', 'src/renderer/a.tsx', 'export const a = <webview src="x" />;'],
  ['http://', 'src/sync/a.ts', "export const address = 'http://ministry.example/';"],
  ['http://', 'src/sync/b.ts', 'export const address = (h: string) => `http://${h}/`;'],
  ['eval', 'src/station/a.ts', "eval('1');"],
  ['dangerouslySetInnerHTML', 'src/renderer/b.tsx', 'const a = <p dangerouslySetInnerHTML={b} />;'],
  ['a test that is skipped', 'tests/a.test.ts', "test.skip('later', () => {});"],
  ['a test that is skipped', 'tests/b.test.ts', "describe.only('this', () => {});"],
  ['a `!` without a reason', 'src/store/a.ts', 'export const a = (b?: string) => b!.length;'],
  ['@ts-ignore', 'src/store/b.ts', '// @ts-ignore\nexport const a: string = 1;'],
];

const allowed: readonly (readonly [what: string, file: string, text: string])[] = [
  [
    'the dispatcher',
    'src/main/dispatcher.ts',
    "import { ipcMain } from 'electron';\nipcMain.on();",
  ],
  ['the one opener', 'src/main/open-external.ts', 'shell.openExternal(address);'],
  ['a machine talking to itself', 'src/ministry/a.ts', "export const a = 'http://127.0.0.1:1/';"],
  ['the name of a vocabulary', 'src/renderer/c.ts', "const ns = 'http://www.w3.org/2000/svg';"],
  ['a comment', 'src/sync/c.ts', '// never http://example\nexport const a = 1;'],
  ['a `!` with its reason', 'src/store/c.ts', 'const a = b!; // checked by the caller'],
];

let project: ProjectCopy;
let clean: Verdict;
let dirty: Verdict;
beforeAll(async () => {
  project = new ProjectCopy();
  clean = await project.write(filesOf(allowed)).bans();
  dirty = await project.write(filesOf(banned)).bans();
});
afterAll(() => {
  project.remove();
});

test('what is allowed passes', () => {
  expect(clean).toEqual({ code: 0, output: '' });
});

test('a banned call fails the check', () => {
  expect(dirty.code).not.toBe(0);
});

test.each(banned)('%s is found in %s', (what, file) => {
  const lines = dirty.output.split('\n').filter((line) => line.startsWith(`${file}:`));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(what);
});

test.each(allowed)('%s is not blamed', (_what, file) => {
  expect(dirty.output).not.toContain(`${file}:`);
});

test('a promise that nobody waits for, a half switch and an any fail the lint', async () => {
  const { code, output } = await project
    .write({
      'tsconfig.json': '{ "extends": "./tsconfig.node.json", "include": ["src"] }',
      'src/station/b.ts': [
        'async function save(): Promise<void> {}',
        'export function go(state: "draft" | "sealed", anything: any): number {',
        '  save();',
        '  switch (state) {',
        '    case "draft":',
        '      return 1;',
        '  }',
        '  return Number(anything);',
        '}',
        '',
      ].join('\n'),
    })
    .lint();
  expect(output).toContain('no-floating-promises');
  expect(output).toContain('switch-exhaustiveness-check');
  expect(output).toContain('no-explicit-any');
  expect(code).not.toBe(0);
});

function filesOf(cases: typeof banned): Record<string, string> {
  return Object.fromEntries(cases.map(([, file, text]) => [file, `${text}\n`]));
}
