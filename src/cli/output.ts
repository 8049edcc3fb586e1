/** A sentence for the person at the terminal, on standard error. */
export function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

/** Ends the command with a sentence and exit code 1. */
export function failWith(sentence: string): never {
  say(sentence);
  process.exit(1);
}

/**
 * Lines that people read as the result of a command: on standard output, or beside the JSON on standard error.
 */
export function resultLines(isJsonWanted: boolean | undefined): (line: string) => void {
  const stream = isJsonWanted === true ? process.stderr : process.stdout;
  return (line) => void stream.write(`${line}\n`);
}

/** The result of a command: one JSON object on one line. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
