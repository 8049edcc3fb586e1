import { createHash } from 'node:crypto';
import type { StationApp } from '../app.ts';
import { fail } from '../app.ts';
import { commit } from '../context.ts';
import type { StationContext } from '../context.ts';
import { parseCommunes } from './commune-file.ts';

/** Provinces come with the product; communes change by law and are imported. */
export function registerMasterData(app: StationApp, context: StationContext): void {
  app.method('masterData.import', ({ bytes }) => {
    const communes = parseCommunes(bytes);
    if (!communes.ok) return fail('master-data-broken', { line: communes.error });
    return commit(context, (transaction) => {
      transaction.communes.replaceAll(communes.value);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const detail = { communes: communes.value.length, sha256 };
      transaction.audit({ kind: 'master-data.imported', detail });
      return { communes: communes.value.length };
    });
  });

  app.method('communes.search', ({ provinceCode, query, limit }) => ({
    ok: true,
    value: context.store.communes.search(provinceCode, query, limit),
  }));
}
