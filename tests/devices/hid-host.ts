/**
 * The host's side of the tests with virtual HID devices: run as a process of its own inside the test bed's environment,
 * it keeps a rack and tells what happens as lines of JSON. `capture` on standard input takes a print.
 */
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';

import { Rack } from '../../src/devices/rack.ts';

const say = (message: unknown): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};

// Without a look of its own within the test's time: what comes is found by the port's event alone.
const rack = new Rack({ pollIntervalMs: 600_000, zfm: { pollIntervalMs: 5 } });
rack.onEvent((event) => {
  if (event.kind === 'discovery-failed') return;
  say(event);
});
await rack.start();

for await (const line of createInterface(process.stdin)) {
  if (line !== 'capture') continue;
  const captured = await rack.fingerprintScanner()?.scanner.capture(AbortSignal.timeout(10_000));
  if (captured === undefined) say({ kind: 'capture', code: 'no-scanner' });
  else if (!captured.ok) say({ kind: 'capture', code: captured.error.code });
  else {
    const sha256 = createHash('sha256').update(captured.value.pixels).digest('hex');
    say({ kind: 'capture', code: 'ok', sha256 });
  }
}
await rack.stop();
