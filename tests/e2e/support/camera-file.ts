import { writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { syntheticPortrait } from '../../../src/station/index.ts';

const FRAME = { width: 1280, height: 720 };

/**
 * Writes a file that Chromium plays as a camera: one 1280×720 frame (JPEG, again and again) with a drawn
 * face of the training station in its middle.
 */
export async function writeCameraFile(path: string): Promise<void> {
  const portrait = await sharp(await syntheticPortrait(7, 'female'))
    .resize({ height: FRAME.height })
    .toBuffer();
  const frame = await sharp({ create: { ...FRAME, channels: 3, background: '#e8e8e6' } })
    .composite([{ input: portrait, gravity: 'centre' }])
    .jpeg({ quality: 85 })
    .toBuffer();
  writeFileSync(path, Buffer.concat(Array.from({ length: 4 }, () => frame)));
}
