import sharp from 'sharp';

import { IMAGE_SIZES } from '../protocols/vc0706/commands.ts';
import type { ImageSizeName } from '../protocols/vc0706/commands.ts';
import { Nonsense } from './nonsense.ts';

/** Someone before a wall, drawn: an oval face, eyes and shoulders, with the lamp's light from one side. */
function drawing(widthPixels: number, heightPixels: number, shift: number): string {
  const x = widthPixels / 2 + shift;
  const unit = heightPixels / 100;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPixels}" height="${heightPixels}">
    <defs><linearGradient id="wall"><stop offset="0" stop-color="#dfe6ea"/><stop offset="1" stop-color="#9fb0ba"/>
    </linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#wall)"/>
    <ellipse cx="${x}" cy="${unit * 105}" rx="${unit * 42}" ry="${unit * 30}" fill="#2d3f59"/>
    <ellipse cx="${x}" cy="${unit * 48}" rx="${unit * 19}" ry="${unit * 26}" fill="#c99f7c"/>
    <path d="M ${x - unit * 20} ${unit * 42} a ${unit * 20} ${unit * 24} 0 0 1 ${unit * 40} 0" fill="#1c1512"/>
    <circle cx="${x - unit * 7}" cy="${unit * 48}" r="${unit * 2}" fill="#221a16"/>
    <circle cx="${x + unit * 7}" cy="${unit * 48}" r="${unit * 2}" fill="#221a16"/>
  </svg>`;
}

/** Without grain a drawing compresses to nearly nothing. */
function grain(sizeBytes: number): Uint8Array {
  return new Nonsense().bytes(sizeBytes).map((byte) => 112 + (byte & 0x1f));
}

/**
 * What the emulated camera sees, as a JPEG file.
 *
 * @param compression the register's value; the quality that goes with it is the emulator's own choice.
 * @param shift how far beside the middle the person sits, in pixels.
 */
export async function pictureOfScene(
  imageSize: ImageSizeName,
  compression: number,
  shift: number,
): Promise<Uint8Array> {
  const { widthPixels, heightPixels } = IMAGE_SIZES[imageSize];
  const raw = { width: widthPixels, height: heightPixels, channels: 1 } as const;
  const noise = await sharp(grain(widthPixels * heightPixels), { raw })
    .png()
    .toBuffer();
  const quality = Math.max(20, Math.round(95 - compression * 0.3));
  return sharp(Buffer.from(drawing(widthPixels, heightPixels, shift)))
    .composite([{ input: noise, blend: 'soft-light' }])
    .flatten()
    .jpeg({ quality })
    .toBuffer();
}
