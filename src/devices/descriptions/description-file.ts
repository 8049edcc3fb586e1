import { readFile, stat } from 'node:fs/promises';

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';

/** Why a file has no text for us; `line` where one line of it is to blame. */
export interface FileProblem {
  readonly line: number | null;
  readonly words: string;
}

/** A description has a few hundred bytes. */
const LARGEST_FILE_BYTES = 65_536;

/** The text of a small file in UTF-8, with or without a byte order mark. */
export async function readDescriptionFile(file: string): Promise<Result<string, FileProblem>> {
  const read = await readSmallFile(file);
  if (!read.ok) return err({ line: null, words: read.error });
  const text = decode(read.value);
  if (text !== undefined) return ok(text);
  const line = lineThatIsNotUtf8(read.value);
  return err({ line, words: 'the file is to be saved as UTF-8, and this is something else' });
}

async function readSmallFile(file: string): Promise<Result<Uint8Array, string>> {
  try {
    const kept = await stat(file);
    // A pipe or a device would keep its reader waiting for ever.
    if (!kept.isFile()) return err(kept.isDirectory() ? 'is a folder, and no file' : 'is no file');
    if (kept.size > LARGEST_FILE_BYTES) {
      return err(`the file has ${kept.size} bytes, more than ${LARGEST_FILE_BYTES}`);
    }
    return ok(await readFile(file));
  } catch (cause) {
    return err(`the file cannot be read (${systemErrorCode(cause)})`);
  }
}

/**
 * What the operating system calls an error of a file or folder.
 * @throws what is no such error.
 */
export function systemErrorCode(cause: unknown): string {
  const code: unknown = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (typeof code !== 'string') throw cause;
  return code;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // A fatal decoder throws for nothing else than bytes that are not UTF-8.
    return undefined;
  }
}

const LINE_FEED = 0x0a;

function lineThatIsNotUtf8(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const found = bytes.indexOf(LINE_FEED, start);
    const end = found < 0 ? bytes.length : found + 1;
    if (decode(bytes.subarray(start, end)) === undefined) return line;
    start = end;
  }
  throw new Error('every line is UTF-8, and the file is not');
}
