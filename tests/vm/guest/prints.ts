import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { R503_GEOMETRY } from '../../../src/devices/protocols/zfm/image.ts';
import type { GrayImage } from '../../../src/domain/gray-image.ts';

/** The folder that host and guest share. */
const DESK = '/mnt';

/** A print that the host has drawn before: in the guest that takes long. */
export function printOf(position: 'right-thumb' | 'right-index'): GrayImage {
  const pixels = new Uint8Array(readFileSync(join(DESK, `${position}.gray`)));
  return { ...R503_GEOMETRY, resolutionPpi: 500, pixels };
}

/** Of the picture as it comes out of the module, which has four bits a pixel. */
export function sha256Of({ pixels }: GrayImage): string {
  const levels = pixels.map((pixel) => Math.round(pixel / 17) * 17);
  return createHash('sha256').update(levels).digest('hex');
}
