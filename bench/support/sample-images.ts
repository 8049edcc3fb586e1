import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packPixels, unpackPixels } from '../../src/devices/protocols/zfm/image.ts';
import { renderTouch } from '../../src/devices/emulators/synthetic-print/index.ts';
import { FINGER_POSITIONS } from '../../src/domain/finger-position.ts';
import type { FingerPosition } from '../../src/domain/finger-position.ts';
import { encodeGrayPng } from '../../src/imaging/gray-png.ts';

/** The window of the emulated ZFM-20. */
const WINDOW = { widthPixels: 256, heightPixels: 288 };

/** Prints of one invented person as the station keeps them: in the 16 greys of the module's wire. */
export function fingerprintPngs(count: number): Promise<Uint8Array[]> {
  return Promise.all(FINGER_POSITIONS.slice(0, count).map(fingerprintPng));
}

/** The ten prints as files whose names tell the finger, for the emulated scanner. */
export async function writePrintsFolder(directory: string): Promise<void> {
  await mkdir(directory);
  for (const position of FINGER_POSITIONS) {
    await writeFile(join(directory, `${position}.png`), await fingerprintPng(position));
  }
}

function fingerprintPng(position: FingerPosition): Promise<Uint8Array> {
  const touch = { personSeed: 1, position, touch: 1, condition: 'good' } as const;
  const image = renderTouch({ ...touch, ...WINDOW });
  unpackPixels(packPixels(image.pixels), image.pixels, 0);
  return encodeGrayPng(image);
}
