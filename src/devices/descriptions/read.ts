import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { readDescriptionFile, systemErrorCode } from './description-file.ts';
import type { TextProblem } from './json-text.ts';
import { parseDescription } from './parse.ts';
import type { ParsedDescription } from './parse.ts';
import type { DeviceDescription, KnownDescription } from './schema.ts';

/** Something that is wrong with a file, or with a folder as a whole. */
export interface RefusedDescription {
  readonly file: string;
  /** From 1; null where the file as a whole is refused. */
  readonly line: number | null;
  readonly column: number | null;
  /** For the technician, with the line: `line 7: baudRates[1]: 57601 is no rate of the family (9600 … 115200)`. */
  readonly sentence: string;
}

export interface DescriptionReading {
  /** The technician's own first, then what is shipped; each in the order of the file names. */
  readonly descriptions: readonly KnownDescription[];
  readonly refused: readonly RefusedDescription[];
}

export interface DescriptionFolders {
  /** `resources/devices` of the application. */
  readonly shipped: string;
  /** The technician's own, which need not be there. */
  readonly own?: string;
}

const ENDING = '.json';

/** Whoever made more mistakes in a file mends these first. */
const MOST_PROBLEMS_TOLD = 10;

/**
 * Reads every `*.json` file of the folders. A bad file is refused as a whole, with each line of it that is wrong, and
 * so is one of another name; the others count. Never throws, whatever lies in the folders.
 */
export async function readDescriptions(folders: DescriptionFolders): Promise<DescriptionReading> {
  const own = folders.own === undefined ? NOTHING : await readFolder(folders.own, true);
  const shipped = await readFolder(folders.shipped, false);
  return {
    descriptions: [...own.descriptions, ...shipped.descriptions],
    refused: [...own.refused, ...shipped.refused],
  };
}

const NOTHING: DescriptionReading = { descriptions: [], refused: [] };

async function readFolder(folder: string, isOwn: boolean): Promise<DescriptionReading> {
  const files = await filesOf(folder, isOwn);
  if (!files.ok) return { descriptions: [], refused: [asAWhole(folder, files.error)] };
  const descriptions: KnownDescription[] = [];
  const refused: RefusedDescription[] = [];
  const claims = new Claims();
  for (const file of files.value) {
    if (!file.endsWith(ENDING)) {
      refused.push(asAWhole(file, `is not read: its name does not end in ${ENDING}`));
      continue;
    }
    const read = await readFile(file, claims);
    if (read.ok) descriptions.push({ ...read.value, file, isOwn });
    else refused.push(...read.error);
  }
  return { descriptions, refused };
}

async function filesOf(
  folder: string,
  mayBeMissing: boolean,
): Promise<Result<readonly string[], string>> {
  try {
    const names = await readdir(folder);
    // What editors and file managers keep beside the files.
    const visible = names.filter((name) => !name.startsWith('.') && !name.endsWith('~'));
    return ok(visible.toSorted().map((name) => join(folder, name)));
  } catch (cause) {
    const code = systemErrorCode(cause);
    if (mayBeMissing && code === 'ENOENT') return ok([]);
    return err(`the folder cannot be read (${code})`);
  }
}

async function readFile(
  file: string,
  claims: Claims,
): Promise<Result<DeviceDescription, readonly RefusedDescription[]>> {
  const text = await readDescriptionFile(file);
  if (!text.ok) {
    const { line, words } = text.error;
    return err([line === null ? asAWhole(file, words) : atLine(file, line, 1, words)]);
  }
  const parsed = parseDescription(text.value);
  const problems = parsed.ok ? claims.against(parsed.value) : parsed.error;
  if (parsed.ok && problems.length === 0) {
    claims.add(file, parsed.value.description);
    return ok(parsed.value.description);
  }
  const told = problems.slice(0, MOST_PROBLEMS_TOLD);
  const untold = problems.length - told.length;
  return err([
    ...told.map((problem) => atOffset(file, text.value, problem)),
    ...(untold > 0 ? [asAWhole(file, `and ${untold} more`)] : []),
  ]);
}

/** Which file of a folder is for which devices: two for the same would leave it open how they are driven. */
class Claims {
  readonly #fileOf = new Map<string, string>();

  add(file: string, { transport, match }: DeviceDescription): void {
    for (const one of match) this.#fileOf.set(keyOf(transport, one), basename(file));
  }

  against({ description, matchOffsets }: ParsedDescription): readonly TextProblem[] {
    return description.match.flatMap((match, index) => {
      const file = this.#fileOf.get(keyOf(description.transport, match));
      const offset = matchOffsets[index] ?? 0;
      if (file === undefined) return [];
      return [{ offset, words: `match[${index}]: ${file} is for the same devices already` }];
    });
  }
}

/** The fields stand in the order of the schema, whatever their order in the file. */
function keyOf(
  transport: DeviceDescription['transport'],
  match: DeviceDescription['match'][number],
): string {
  return `${transport} ${JSON.stringify(match).toLowerCase()}`;
}

function asAWhole(file: string, words: string): RefusedDescription {
  return { file, line: null, column: null, sentence: words };
}

function atLine(file: string, line: number, column: number, words: string): RefusedDescription {
  return { file, line, column, sentence: `line ${line}: ${words}` };
}

function atOffset(file: string, text: string, { offset, words }: TextProblem): RefusedDescription {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return atLine(file, lines.length, (lines.at(-1)?.length ?? 0) + 1, words);
}
