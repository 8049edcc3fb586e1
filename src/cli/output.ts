/** A sentence for the person at the terminal, on standard error. */
export function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

/** Ends the command with a sentence and exit code 1. */
export function failWith(sentence: string): never {
  say(sentence);
  process.exit(1);
}

/** The result of a command: one JSON object on one line. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
