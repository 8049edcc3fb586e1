import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerPageRequest } from '../../src/main/app-protocol.ts';
import { CONTENT_SECURITY_POLICY } from '../../src/main/content-security-policy.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A built page beside a secret that must never be served. */
function builtPage(): string {
  const folder = temporaryFolder();
  const page = join(folder, 'renderer');
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(page, 'index.html'), '<!doctype html>page');
  writeFileSync(join(page, 'assets/index-Ab_3-x.js'), 'script');
  writeFileSync(join(page, 'assets/font.ttf'), 'font');
  writeFileSync(join(page, 'assets/index.js.map'), 'secret map');
  writeFileSync(join(folder, 'secret.js'), 'secret');
  mkdirSync(join(folder, 'renderer-other'));
  writeFileSync(join(folder, 'renderer-other/secret.js'), 'secret');
  symlinkSync(join(folder, 'secret.js'), join(page, 'assets/link.js'));
  symlinkSync(folder, join(page, 'up'));
  return page;
}

const get = (page: string, url: string, method = 'GET'): Promise<Response> =>
  answerPageRequest(page, { url, method });

test('18 files of the page are served, each with its type and the policy', async () => {
  const page = builtPage();
  const types = {
    'app://tram/': 'text/html; charset=utf-8',
    'app://tram/index.html': 'text/html; charset=utf-8',
    'app://tram/assets/index-Ab_3-x.js': 'text/javascript; charset=utf-8',
    'app://tram/assets/font.ttf?v=1': 'font/ttf',
  };
  for (const [url, type] of Object.entries(types)) {
    const response = await get(page, url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  }
  expect(await (await get(page, 'app://tram/')).text()).toBe('<!doctype html>page');
});

test.each([
  'app://tram/../secret.js',
  'app://tram/%2e%2e/secret.js',
  'app://tram/..%2fsecret.js',
  'app://tram/%2e%2e%2fsecret.js',
  'app://tram/%252e%252e%252fsecret.js',
  'app://tram/assets/..%5c..%5csecret.js',
  'app://tram/assets%2f..%2f..%2fsecret.js',
  'app://tram/..%c0%afsecret.js',
  'app://tram/%00index.html',
  'app://tram//secret.js',
  'app://tram/assets/link.js',
  'app://tram/up/secret.js',
  'app://tram/assets/index.js.map',
  'app://tram/assets',
  'app://tram/assets/',
  'app://tram/none.js',
  `app://tram/${'a'.repeat(5000)}.js`,
  'app://other/index.html',
  'app://tram.evil/index.html',
  'app://user@tram/index.html',
  'app://tram:80/index.html',
  'file:///etc/passwd',
  'http://tram/index.html',
])('18 %s is not served', async (url) => {
  const response = await get(builtPage(), url);
  expect(response.status).toBe(404);
  expect(await response.text()).toBe('');
});

test('18 the page is read, never written to', async () => {
  const page = builtPage();
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
    expect((await get(page, 'app://tram/index.html', method)).status).toBe(405);
  }
  expect(await (await get(page, 'app://tram/index.html', 'HEAD')).text()).toBe('');
});

test('18 no path at all leads to what lies outside the page', async () => {
  const page = builtPage();
  const piece = fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '%2f',
    '%5c',
    '/',
    '\\',
    'up',
    'assets',
    'secret.js',
    '%00',
    ':',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
      const response = await get(page, `app://tram/${pieces.join('')}`);
      expect(await response.text()).not.toContain('secret');
    }),
    { numRuns: 300 },
  );
});
