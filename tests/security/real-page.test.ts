import { expect, onTestFinished, test } from 'vitest';
import { openShell } from './support/open-shell.ts';

/** The product's own page over the product's own station. */
test('7, 18 the sign-in screen opens from app://tram without one report of the policy', async () => {
  const shell = await openShell({ product: true, arguments: ['--emulate', 'none'] });
  onTestFinished(() => shell.close());
  const reports: string[] = [];
  shell.page.on('console', (message) => {
    if (/Content Security Policy|Trusted ?Type/i.test(message.text())) reports.push(message.text());
  });
  // The first load is whole: a reload in the middle of it would abort it.
  await shell.page.waitForLoadState('load');
  await shell.page.locator('input').first().waitFor({ timeout: 30_000 });
  // Loaded again, so that nothing is missed that was said before the listener was there.
  await shell.page.reload();
  await shell.page.locator('input').first().waitFor({ timeout: 30_000 });
  expect(await shell.page.evaluate('location.href')).toMatch(/^app:\/\/tram\//);
  expect(reports).toEqual([]);
}, 90_000);
