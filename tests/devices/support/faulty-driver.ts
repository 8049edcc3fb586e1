/**
 * The process of a device whose driver is bad on purpose. Its candidate's address says how: `blocks` for ever, `leaks`
 * buffers, `piles-up` a heap, `dies` of an exception, `rejects` a promise that nobody awaits, `exits`. Any other address
 * is opened by the station's own drivers.
 */
import { openDriver } from '../../../src/devices/drivers/open-driver.ts';
import { serveDevice } from '../../../src/devices/host/serve-device.ts';
import type { CodeScanner } from '../../../src/devices/modality.ts';
import { ok } from '../../../src/domain/result.ts';

const held: unknown[] = [];

const MISDEEDS: Readonly<Record<string, () => void>> = {
  blocks: () => {
    for (;;) held.length = 0;
  },
  // Slowly enough for the thread to go on telling how much it holds.
  leaks: () => {
    setInterval(() => held.push(new Uint8Array(8 * 1024 * 1024).fill(1)), 20);
  },
  'piles-up': () => {
    for (;;) held.push(Array.from({ length: 10_000 }, (_, index) => ({ index })));
  },
  dies: () => {
    setImmediate(() => {
      throw new RangeError('what a citizen typed must not be told');
    });
  },
  rejects: () => {
    void Promise.reject(new RangeError('nobody awaits this'));
  },
  exits: () => process.exit(3),
};

serveDevice((candidate) => {
  const misdeed = MISDEEDS[candidate.address];
  if (misdeed === undefined) return openDriver(candidate);
  const device: CodeScanner = {
    info: { make: 'Bad', model: candidate.address, serialNumber: '1' },
    onEvent: () => () => {},
    checkAlive: () => {
      misdeed();
      return Promise.resolve(ok(undefined));
    },
    onClosed: () => () => {},
    close: () => Promise.resolve(),
  };
  return Promise.resolve(ok({ role: 'code-scanner', device } as const));
});
