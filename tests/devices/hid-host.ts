/**
 * The host's side of the tests with virtual HID devices: run as a process of its own inside the test bed's environment,
 * it keeps a rack and tells what happens as lines of JSON. `capture` on standard input takes a print.
 */
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';

import { readDescriptions } from '../../src/devices/descriptions/read.ts';
import { SHIPPED_DESCRIPTIONS } from '../../src/devices/descriptions/shipped.ts';
import { catalogueOf } from '../../src/devices/drivers/catalogue.ts';
import { HOST_SCRIPT } from '../../src/devices/host/host-script.ts';
import { Rack } from '../../src/devices/rack/rack.ts';

const say = (message: unknown): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};

// Without a look of its own within the test's time: what comes is found by the port's event alone.
const { descriptions } = await readDescriptions({ shipped: SHIPPED_DESCRIPTIONS });
const rack = new Rack({
  host: { script: HOST_SCRIPT },
  catalogue: catalogueOf(descriptions),
  pollIntervalMs: 600_000,
});
rack.onEvent((event) => {
  if (event.kind === 'discovery-failed' || event.kind === 'role') return;
  say(event);
});
await rack.start();

for await (const line of createInterface(process.stdin)) {
  if (line !== 'capture') continue;
  const target = { kind: 'single', position: 'right-index', impression: 'live-plain' } as const;
  const serving = rack.serving('fingerprint');
  const captured = await serving?.device.capture(target, AbortSignal.timeout(10_000));
  if (captured === undefined) say({ kind: 'capture', code: 'no-scanner' });
  else if (!captured.ok) say({ kind: 'capture', code: captured.error.code });
  else {
    const picture = captured.value[0]?.picture;
    if (picture?.kind !== 'gray') throw new Error('a module of this family gives gray pictures');
    const sha256 = createHash('sha256').update(picture.image.pixels).digest('hex');
    say({ kind: 'capture', code: 'ok', sha256 });
  }
}
await rack.stop();
