/**
 * Draws what the camera of a training station sees, for a desk without one: one frame of 1920×1080 with a
 * drawn face, which Chromium plays again and again.
 *
 *     node_modules/.bin/node scripts/draw-training-camera.mjs
 */
import { writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { syntheticPortrait } from '../src/station/index.ts';

const frameSize = { width: 1920, height: 1080 };

// Cut so that the head stands where the framing guides have it.
const portrait = await sharp(await syntheticPortrait(7, 'female'))
  .extract({ left: 53, top: 141, width: 794, height: 1059 })
  .resize({ height: frameSize.height })
  .toBuffer();
const frame = await sharp({ create: { ...frameSize, channels: 3, background: '#e8e8e6' } })
  .composite([{ input: portrait, gravity: 'centre' }])
  .jpeg({ quality: 85 })
  .toBuffer();
writeFileSync(
  new URL('../resources/training-camera.mjpeg', import.meta.url),
  Buffer.concat([frame, frame]),
);
