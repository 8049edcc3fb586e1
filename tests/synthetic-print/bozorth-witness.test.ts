import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { renderTouch } from '../../src/devices/emulators/synthetic-print/index.ts';

/** libfprint's threshold for "the same finger". */
const SAME_FINGER_SCORE = 40;
const FINGERS = [
  [1, 'right-index'],
  [1, 'left-index'],
  [2, 'right-index'],
  [3, 'left-thumb'],
] as const;
const WITNESS = fileURLToPath(new URL('bozorth-witness.py', import.meta.url));

test('an independent matcher (bozorth3) takes touches of one finger for the same and no two fingers', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'bozorth-'));
  try {
    for (const [personSeed, position] of FINGERS) {
      for (let touch = 1; touch <= 6; touch += 1) {
        const { pixels } = renderTouch({
          personSeed,
          position,
          touch,
          condition: 'good',
          widthPixels: 256,
          heightPixels: 288,
        });
        writeFileSync(join(folder, `${personSeed}-${position}-${touch}.raw`), pixels);
      }
    }
    const names = FINGERS.map(([personSeed, position]) => `${personSeed}-${position}`);
    // The Python of the system, for which Debian packages its bindings.
    const run = spawnSync('/usr/bin/python3', [WITNESS, folder, ...names], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    if (run.error !== undefined || run.status === 77) {
      context.skip('libfprint-2-2, gir1.2-fprint-2.0 and python3-gi are not on this machine');
    }
    if (run.status !== 0) throw new Error(run.stderr);
    const genuine: number[] = [];
    const impostor: number[] = [];
    for (const part of run.stdout.split('PAIR ').slice(1)) {
      const [enrolled, verified] = part.split(/\s/, 2);
      const scores = [...part.matchAll(/score (\d+)\/40/g)].map((match) => Number(match[1]));
      (enrolled === verified ? genuine : impostor).push(Math.max(...scores));
    }
    console.info(`bozorth3: genuine ${genuine.join(' ')}; impostor ${impostor.join(' ')}`);
    expect([genuine.length, impostor.length]).toEqual([4, 12]);
    expect(Math.min(...genuine)).toBeGreaterThanOrEqual(SAME_FINGER_SCORE);
    expect(Math.max(...impostor)).toBeLessThan(SAME_FINGER_SCORE);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
