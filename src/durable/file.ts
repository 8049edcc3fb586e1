import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { step } from './step.ts';
import type { FaultPoint } from './step.ts';

/** Makes what was written to a file durable, or the names in a folder; Windows does the latter by itself. */
export function syncPath(path: string): void {
  const file = openSync(path, process.platform === 'win32' ? 'r+' : 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Windows journals names itself and cannot open a folder. */
export function syncDirectory(directory: string): void {
  if (process.platform !== 'win32') syncPath(directory);
}

/** What is written in two steps, so that either the old or the new content is there, whole. */
type Named = Extract<FaultPoint, `${string}.name`> extends `${infer Kind}.name` ? Kind : never;

/** Writes a small file of its owner's alone; after a power cut the old or the new content is there, whole. */
export function writeDurably(kind: Named, path: string, content: string): void {
  const temporary = `${path}.new`;
  step(`${kind}.write`, () => writeNew(temporary, content));
  step(`${kind}.name`, () => nameDurably(temporary, path));
}

/** Gives a file that is durable its name, in the place of what had it. */
export function nameDurably(temporary: string, path: string): void {
  renameSync(temporary, path);
  syncDirectory(dirname(path));
}

function writeNew(path: string, content: string): void {
  const file = openSync(path, 'w', 0o600);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } catch (error) {
    closeSync(file);
    rmSync(path, { force: true });
    throw error;
  }
  closeSync(file);
}
