import { expect, test } from 'vitest';

import { PacedWriter } from '../../src/devices/emulators/paced.ts';
import { capture, pluggedModule, readyScanner, testPrint } from './emulated-module.ts';

test('a picture takes as long as its bytes take at the line rate', async () => {
  const baudRate = 115_200;
  const module = await pluggedModule({ pace: 'real', baudRate });
  const scanner = await readyScanner(module.path, { baudRates: [baudRate] });
  module.place(testPrint('r503'));
  let firstRowsAt = 0;
  let firstRows = 0;
  let lastRowsAt = 0;
  await capture(scanner, (step) => {
    if (step.phase !== 'reading') return;
    if (firstRows === 0) {
      firstRows = step.rowsDone;
      firstRowsAt = performance.now();
    }
    lastRowsAt = performance.now();
  });
  // 96 bytes a row, in packets of 256 with 11 bytes of frame around them, 10 bits a byte.
  const bytes = (192 - firstRows) * 96 * (267 / 256);
  const expectedMs = (bytes * 10 * 1000) / baudRate;
  const ratio = (lastRowsAt - firstRowsAt) / expectedMs;
  expect(ratio).toBeGreaterThan(0.9);
  expect(ratio).toBeLessThan(1.1);
});

test('without a rate bytes leave at once and in order', () => {
  const left: number[] = [];
  const writer = new PacedWriter((bytes) => left.push(...bytes), undefined);
  writer.send(Uint8Array.of(1, 2));
  writer.send(Uint8Array.of(3));
  expect(left).toEqual([1, 2, 3]);
  expect(writer.isSending).toBe(false);
});
