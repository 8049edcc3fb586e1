import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ASSETS = resolve(import.meta.dirname, '../../out/renderer/assets');

/** The library names its classes by hashes; what the bundler left of the library names those in use. */
const LIBRARY_CLASS = /\bm_[0-9a-f]{6,8}\b/g;

test('every control of the library that the page uses has its style', () => {
  const used = classesIn(builtFiles('.js'));
  const styled = classesIn(builtFiles('.css'));
  const all = classesIn(libraryStyles());
  const missing = [...used].filter((name) => all.has(name) && !styled.has(name));
  expect(used.size).toBeGreaterThan(50);
  expect(missing, 'import their files in src/renderer/theme/styles.ts').toEqual([]);
});

test('no style of the library is carried that no control of the page uses', () => {
  const used = classesIn(builtFiles('.js'));
  const all = classesIn(libraryStyles());
  const idle = [...classesIn(builtFiles('.css'))].filter(
    (name) => all.has(name) && !used.has(name),
  );
  expect(idle).toEqual([]);
});

function builtFiles(ending: string): string {
  const names = readdirSync(ASSETS).filter((name) => name.endsWith(ending));
  return names.map((name) => readFileSync(join(ASSETS, name), 'utf8')).join('\n');
}

function libraryStyles(): string {
  const path = createRequire(import.meta.url).resolve('@mantine/core/styles.css');
  return readFileSync(path, 'utf8');
}

function classesIn(text: string): Set<string> {
  return new Set(text.match(LIBRARY_CLASS));
}
