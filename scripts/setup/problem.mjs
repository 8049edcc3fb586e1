/** A failure that the reader is told as one sentence: what failed, and what to do. */
export class Problem extends Error {}

/**
 * Tells the reader something about the set-up, apart from the command's own output.
 * @param {string} sentence
 */
export function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}
