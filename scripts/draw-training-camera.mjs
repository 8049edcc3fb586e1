/**
 * Draws what the camera of a training station sees, for a desk without one: one frame of 1280×720 with a
 * drawn face, which Chromium plays again and again.
 *
 *     node_modules/.bin/node scripts/draw-training-camera.mjs
 */
import { writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { syntheticPortrait } from '../src/station/index.ts';

const frameSize = { width: 1280, height: 720 };

const portrait = await sharp(await syntheticPortrait(7, 'female'))
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
