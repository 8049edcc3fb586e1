import { spawn } from 'node:child_process';

/** The spooler keeps its own log of titles: nothing of a person goes there. */
const JOB_TITLE = 'tram';

/**
 * Prints a PDF on the default printer of CUPS (Linux, macOS), which takes PDF as it is: no dialog stands
 * between the officer and the slip.
 * @returns false when there is no CUPS, no printer, or the printer was refused
 */
export function printWithCups(pdf: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    const lp = spawn('lp', ['-s', '-t', JOB_TITLE, '-'], { stdio: ['pipe', 'ignore', 'inherit'] });
    lp.once('error', () => {
      resolve(false);
    });
    lp.once('close', (code) => {
      resolve(code === 0);
    });
    // `lp` that ends early closes its end; its exit code says what that means.
    lp.stdin.on('error', () => undefined);
    lp.stdin.end(pdf);
  });
}
