import { afterEach, beforeEach, expect, test } from 'vitest';
import { ProjectCopy } from './project-copy.ts';

const page = [
  'export const a = t("home.title");',
  'export const b = (position: string) => t(`finger.${position}`);',
  'export const c = <T k="home.count" values={{ count: 1 }} />;',
].join('\n');
const errors = "export const ERROR_CODES = ['locked'] as const;\n";
const vietnamese = {
  'home.title': 'Trạm',
  'home.count': 'Có {count} hồ sơ',
  'finger.left-thumb': 'Ngón cái trái',
  'error.locked': 'Đã khoá.',
};
const english = {
  'home.title': 'Station',
  'home.count': '{count, plural, one {# dossier} other {# dossiers}}',
  'finger.left-thumb': 'Left thumb',
  'error.locked': 'Locked.',
};

let project: ProjectCopy;
beforeEach(() => {
  project = new ProjectCopy();
});
afterEach(() => {
  project.remove();
});

function judge(vi: Readonly<Record<string, string>>, en: Readonly<Record<string, string>>) {
  return project
    .write({
      'src/renderer/a.tsx': page,
      'src/contract/errors.ts': errors,
      'resources/messages/vi.json': JSON.stringify(vi, null, 2),
      'resources/messages/en.json': JSON.stringify(en, null, 2),
    })
    .messages();
}

function without<T extends object>(messages: T, key: keyof T): Record<string, string> {
  return Object.fromEntries(Object.entries(messages).filter(([name]) => name !== key));
}

test('two whole languages pass', async () => {
  const { code, output } = await judge(vietnamese, english);
  expect(output).toBe('');
  expect(code).toBe(0);
});

test('a key that a screen asks for is missing in both languages', async () => {
  const key = 'home.title';
  const { code, output } = await judge(without(vietnamese, key), without(english, key));
  expect(output).toContain('home.title is missing in vi.json');
  expect(code).not.toBe(0);
});

test('a key that is only built from a template is missing in one language', async () => {
  const { code, output } = await judge(vietnamese, without(english, 'finger.left-thumb'));
  expect(output).toContain('en.json  finger.left-thumb is missing');
  expect(code).not.toBe(0);
});

test('an error code has no sentence', async () => {
  const key = 'error.locked';
  const { code, output } = await judge(without(vietnamese, key), without(english, key));
  expect(output).toContain('error.locked is missing in vi.json');
  expect(code).not.toBe(0);
});

test('a key that nothing uses is left over', async () => {
  const { code, output } = await judge(
    { ...vietnamese, 'home.old': 'Cũ' },
    { ...english, 'home.old': 'Old' },
  );
  expect(output).toContain('home.old is not used');
  expect(code).not.toBe(0);
});

test('the languages do not name the same figures', async () => {
  const { code, output } = await judge(
    { ...vietnamese, 'home.count': 'Có {number} hồ sơ' },
    english,
  );
  expect(output).toContain('home.count has the arguments (number) in vi, (count) in en');
  expect(code).not.toBe(0);
});

test('a message that is no ICU message', async () => {
  const { code, output } = await judge({ ...vietnamese, 'home.title': 'Trạm {' }, english);
  expect(output).toContain('home.title is not a message');
  expect(code).not.toBe(0);
});
