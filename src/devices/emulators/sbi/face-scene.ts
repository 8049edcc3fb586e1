import sharp from 'sharp';

import type { Eye } from '../../../domain/eye.ts';
import { EYES } from '../../../domain/eye.ts';
import type { FingerPosition } from '../../../domain/finger-position.ts';
import { randomStream } from '../synthetic-print/random.ts';

/** 8 bits of red, green and blue a pixel, row after row. */
export interface ColourPicture {
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly pixels: Uint8Array;
}

/** 35 × 45 mm, and 60 × 40 mm for the photo that shows the hands too, both with a face of the same size. */
const PORTRAIT = { widthPixels: 560, heightPixels: 720 };
const EXCEPTION_PHOTO = { widthPixels: 1_080, heightPixels: 720 };

/** Where the eyes are in a portrait, pixels from its top left; left is the person's own left. */
export const PORTRAIT_EYES: Readonly<Record<Eye, { readonly x: number; readonly y: number }>> = {
  right: { x: 211, y: 330 },
  left: { x: 349, y: 330 },
};

/** Someone before a white wall, drawn. */
export function portrait(personSeed: number): Promise<ColourPicture> {
  return draw(PORTRAIT, [wall(), bust(personSeed, PORTRAIT.widthPixels / 2, [])]);
}

/** The same person with both palms raised; what is missing is not there. */
export function exceptionPhoto(
  personSeed: number,
  missing: readonly (FingerPosition | Eye)[],
): Promise<ColourPicture> {
  const { widthPixels } = EXCEPTION_PHOTO;
  return draw(EXCEPTION_PHOTO, [
    wall(),
    bust(personSeed, widthPixels / 2, missing),
    // The person's right hand is on the left of the picture.
    palm(personSeed, 'right', 165, missing),
    palm(personSeed, 'left', widthPixels - 165, missing),
  ]);
}

async function draw(
  { widthPixels, heightPixels }: typeof PORTRAIT,
  shapes: readonly string[],
): Promise<ColourPicture> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPixels}" height="${heightPixels}">
    ${shapes.join('\n')}</svg>`;
  const grain = await sharp({
    create: {
      width: widthPixels,
      height: heightPixels,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 6 },
    },
  })
    .png()
    .toBuffer();
  const pixels = await sharp(Buffer.from(svg))
    .composite([{ input: grain, blend: 'soft-light' }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return { widthPixels, heightPixels, pixels };
}

function wall(): string {
  return `<defs><radialGradient id="wall"><stop offset="0" stop-color="#fafafa"/>
    <stop offset="1" stop-color="#e4e6e8"/></radialGradient></defs>
    <rect width="100%" height="100%" fill="url(#wall)"/>`;
}

interface Looks {
  readonly skin: string;
  readonly shade: string;
  readonly hair: string;
  readonly shirt: string;
  /** Half the width of the face, pixels. */
  readonly cheeks: number;
}

function looksOf(personSeed: number): Looks {
  const random = randomStream('looks', personSeed);
  const tone = random.between(0, 1);
  const lightness = 74 - 14 * tone;
  return {
    skin: `hsl(${24 + 6 * tone} 45% ${lightness}%)`,
    shade: `hsl(${20 + 6 * tone} 42% ${lightness - 9}%)`,
    hair: `hsl(25 20% ${8 + 10 * random.next()}%)`,
    shirt: `hsl(${Math.floor(random.between(190, 340))} 35% ${30 + 25 * random.next()}%)`,
    cheeks: random.between(118, 134),
  };
}

function bust(personSeed: number, x: number, missing: readonly (FingerPosition | Eye)[]): string {
  const { skin, shade, hair, shirt, cheeks } = looksOf(personSeed);
  const middle = PORTRAIT.widthPixels / 2;
  const eyes = EYES.map((eye) => {
    const place = PORTRAIT_EYES[eye];
    return eyeShape(x - middle + place.x, place.y, missing.includes(eye));
  });
  return `<path d="M ${x - 270} 720 q 10 -150 170 -170 h 200 q 160 20 170 170 z" fill="${shirt}"/>
    <rect x="${x - 58}" y="440" width="116" height="130" rx="50" fill="${shade}"/>
    <ellipse cx="${x}" cy="290" rx="${cheeks + 18}" ry="180" fill="${hair}"/>
    <ellipse cx="${x - cheeks}" cy="345" rx="16" ry="34" fill="${shade}"/>
    <ellipse cx="${x + cheeks}" cy="345" rx="16" ry="34" fill="${shade}"/>
    <ellipse cx="${x}" cy="335" rx="${cheeks}" ry="168" fill="${skin}"/>
    <path d="M ${x - cheeks} 290 q 30 -140 ${cheeks} -140 q ${cheeks - 30} 0 ${cheeks} 140 q -40 -70 -${cheeks} -72 q -${cheeks - 40} 2 -${cheeks} 72 z" fill="${hair}"/>
    ${eyes.join('')}
    <path d="M ${x - 8} 335 q -16 58 -16 66 q 24 16 48 0 q 0 -8 -16 -66" fill="${shade}"/>
    <path d="M ${x - 44} 440 q 44 -16 88 0 q -44 30 -88 0" fill="#9c5850"/>`;
}

function eyeShape(x: number, y: number, isMissing: boolean): string {
  const brow = `<path d="M ${x - 34} ${y - 28} q 34 -18 68 0" stroke="#2a201a" stroke-width="7" fill="none"/>`;
  if (isMissing) {
    return `${brow}<path d="M ${x - 28} ${y} q 28 14 56 0" stroke="#3a2a20" stroke-width="5" fill="none"/>`;
  }
  return `${brow}<ellipse cx="${x}" cy="${y}" rx="28" ry="12" fill="#f6f2ee"/>
    <circle cx="${x}" cy="${y}" r="11" fill="#3b2718"/><circle cx="${x}" cy="${y}" r="5" fill="#0a0706"/>`;
}

type Side = 'right' | 'left';

/** Length of each finger and its lean from upright, seen at the palm of the right hand; the left one is its mirror. */
const FINGERS = [
  { name: 'thumb', at: 62, from: 30, length: 70, lean: 50 },
  { name: 'index', at: 42, from: -40, length: 100, lean: 9 },
  { name: 'middle', at: 14, from: -48, length: 112, lean: 2 },
  { name: 'ring', at: -14, from: -44, length: 102, lean: -5 },
  { name: 'little', at: -42, from: -32, length: 80, lean: -14 },
] as const;

function palm(
  personSeed: number,
  side: Side,
  x: number,
  missing: readonly (FingerPosition | Eye)[],
): string {
  const { skin, shade } = looksOf(personSeed);
  const mirror = side === 'right' ? 1 : -1;
  const fingers = FINGERS.filter(({ name }) => !missing.includes(`${side}-${name}`)).map(
    ({ at, from, length, lean }) =>
      `<rect x="${at - 14}" y="${from - length}" width="28" height="${length + 20}" rx="14" fill="${skin}"
        stroke="${shade}" stroke-width="2" transform="rotate(${lean} ${at} ${from})"/>`,
  );
  return `<g transform="translate(${x} 520) scale(${mirror} 1)">
    <rect x="-44" y="60" width="88" height="160" rx="30" fill="${shade}"/>
    ${fingers.join('')}
    <rect x="-58" y="-50" width="116" height="140" rx="42" fill="${skin}"/></g>`;
}
