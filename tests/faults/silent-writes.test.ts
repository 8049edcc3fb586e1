import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inDayFolder, watchedDay } from './support/killed-day.ts';

it('everything that a day writes to the station’s folder is a step that names itself', async () => {
  const silent = await inDayFolder(async (folder) => {
    const report = `${folder.dataDirectory}.silent`;
    try {
      await watchedDay(folder, { citizens: 2, report });
      return existsSync(report) ? readFileSync(report, 'utf8').trimEnd().split('\n') : [];
    } finally {
      await rm(report, { force: true });
    }
  });
  expect(silent).toEqual([]);
}, 120_000);

/** Calls that change a file or a name. */
const WRITERS =
  /\b(renameSync|rename|rmSync|rm|unlinkSync|unlink|writeSync|writeFileSync|writeFile|appendFileSync|appendFile|copyFileSync|copyFile|createWriteStream|truncateSync|truncate|fsyncSync)\(|\.sync\(\)/;

/** Files with such calls that change nothing which is to survive a power cut. */
const NOTHING_THAT_LASTS: Readonly<Record<string, string>> = {
  'durable/file.ts': 'is what a step does',
  'durable/folder-sync.ts': 'is what a step does',
  'main/deliver-file.ts': 'a file that a person asked for, outside the station',
  'main/log.ts': 'the log of the window: what is lost of it is missed by nobody',
  'store/open.ts': 'the index of a log, which SQLite makes again',
};

it('who changes files imports the seam, or is named here with the reason why not', () => {
  const silent = ['store', 'sync', 'station', 'main', 'durable'].flatMap((folder) =>
    filesOf(folder).filter((file) => {
      const text = readFileSync(join('src', file), 'utf8');
      return WRITERS.test(text) && !text.includes('durable/step.ts');
    }),
  );
  expect(silent.toSorted()).toEqual(Object.keys(NOTHING_THAT_LASTS).toSorted());
});

it('what is committed is committed in one place', () => {
  const committing = filesOf('.').filter((file) =>
    /control\('COMMIT'\)|exec\('COMMIT'\)/.test(readFileSync(join('src', file), 'utf8')),
  );
  // Beside the seam: the end of a reading snapshot, and the reference ministry's own database.
  expect(committing.toSorted()).toEqual([
    'ministry/ministry-database.ts',
    'store/connection.ts',
    'store/transact.ts',
  ]);
});

function filesOf(folder: string): string[] {
  return readdirSync(join('src', folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file));
}
