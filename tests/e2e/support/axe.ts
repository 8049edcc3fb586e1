import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const GRAVE: ReadonlySet<string | null | undefined> = new Set(['serious', 'critical']);

/** What axe finds serious or critical on the screen as it is, one line for each place. */
export async function graveFindings(page: Page): Promise<string[]> {
  // Electron opens no second page, in which axe would otherwise put its results together.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => GRAVE.has(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(' ')}`));
}
