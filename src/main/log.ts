import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

type Level = 'info' | 'warn' | 'error';
/** Figures and codes. Never what a call carries: no name, no number, no address of a person. */
export type LogFields = Readonly<Record<string, string | number | boolean>>;

const MAX_BYTES = 1_000_000;
const KEPT_FILES = 3;

/** The shell's log: one JSON object per line, to standard error and to a file that is kept small. */
export class ShellLog {
  readonly #path: string | undefined;
  readonly #toStandardError: boolean;

  /** @param directory where `shell.log` goes; undefined for standard error alone */
  constructor(directory: string | undefined, options: { readonly quiet?: boolean } = {}) {
    if (directory !== undefined) mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.#path = directory === undefined ? undefined : join(directory, 'shell.log');
    this.#toStandardError = !(options.quiet ?? false);
  }

  info(event: string, fields: LogFields = {}): void {
    this.#write('info', event, fields);
  }

  warn(event: string, fields: LogFields = {}): void {
    this.#write('warn', event, fields);
  }

  error(event: string, fields: LogFields = {}): void {
    this.#write('error', event, fields);
  }

  #write(level: Level, event: string, fields: LogFields): void {
    const line = `${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`;
    if (this.#toStandardError) process.stderr.write(line);
    if (this.#path === undefined) return;
    try {
      rotateWhenLarge(this.#path);
      appendFileSync(this.#path, line, { mode: 0o600 });
    } catch (error) {
      // A full disk must not end the window: the store says so to the officer where it matters.
      process.stderr.write(`shell.log cannot be written: ${String(error)}\n`);
    }
  }
}

function rotateWhenLarge(path: string): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat || stat.size < MAX_BYTES) return;
  rmSync(`${path}.${KEPT_FILES}`, { force: true });
  for (let number = KEPT_FILES - 1; number >= 1; number -= 1) {
    if (statSync(`${path}.${number}`, { throwIfNoEntry: false })) {
      renameSync(`${path}.${number}`, `${path}.${number + 1}`);
    }
  }
  renameSync(path, `${path}.1`);
}
