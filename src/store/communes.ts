import { z } from 'zod';
import { searchText } from '../domain/search-text.ts';
import { countRow } from './columns.ts';
import { Repository } from './repository.ts';

const communeRow = z.strictObject({
  /** Five digits. */
  code: z.string(),
  name: z.string(),
  /** Two digits. */
  provinceCode: z.string(),
});
/** A commune of the imported master data. */
export type CommuneRecord = z.infer<typeof communeRow>;

export class ReadableCommunes extends Repository {
  count(): number {
    return this.connection.one(countRow, 'SELECT count(*) AS count FROM communes')?.count ?? 0;
  }

  get(code: string): CommuneRecord | undefined {
    const sql = 'SELECT code, name, provinceCode FROM communes WHERE code = ?';
    return this.connection.one(communeRow, sql, code);
  }

  /** Communes whose name contains the query, diacritics or not; those that begin with it first. */
  search(provinceCode: string, query: string, limit: number): CommuneRecord[] {
    const text = searchText(query);
    const sql = `SELECT code, name, provinceCode FROM communes
      WHERE provinceCode = ? AND instr(searchText, ?) > 0
      ORDER BY CASE WHEN instr(' ' || searchText, ' ' || ?) > 0 THEN 0 ELSE 1 END, searchText, code
      LIMIT ?`;
    return this.connection.all(communeRow, sql, provinceCode, text, text, limit);
  }
}

export class WritableCommunes extends ReadableCommunes {
  /** The new list takes the place of the old one. */
  replaceAll(communes: readonly CommuneRecord[]): void {
    this.connection.run('DELETE FROM communes');
    for (const { code, name, provinceCode } of communes) {
      this.connection.insert('communes', {
        code,
        name,
        provinceCode,
        searchText: searchText(name),
      });
    }
  }
}
