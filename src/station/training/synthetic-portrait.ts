import { pictureLibrary } from '../../imaging/picture-library.ts';
import type { Sex } from '../../domain/citizen-number.ts';
import { seededRandom } from './seeded-random.ts';

/**
 * A drawn portrait for unattended days, where no camera runs: head, shoulders, white background, 3×4,
 * with the noise of a sensor so that it compresses like a photograph.
 * @returns JPEG bytes of 900×1200 pixels
 */
export async function syntheticPortrait(seed: number, sex: Sex): Promise<Uint8Array> {
  const sharp = await pictureLibrary();
  const random = seededRandom(seed ^ 0x5eed);
  const skin = `rgb(${random.integer(196, 232)},${random.integer(158, 190)},${random.integer(128, 160)})`;
  const shirt = `hsl(${random.integer(0, 359)},35%,${random.integer(35, 65)}%)`;
  const face = random.integer(196, 226);
  const hairDrop = sex === 'female' ? 330 : 40;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="1200">
    <rect width="900" height="1200" fill="#f4f4f2"/>
    <path d="M90 1200 C110 930 300 870 450 870 C600 870 790 930 810 1200 Z" fill="${shirt}"/>
    <rect x="370" y="740" width="160" height="190" rx="60" fill="${skin}"/>
    <path d="M${450 - face - 26} ${520 + hairDrop} C${450 - face - 40} 150 ${450 + face + 40} 150
      ${450 + face + 26} ${520 + hairDrop} Z" fill="#1d1712"/>
    <ellipse cx="450" cy="540" rx="${face}" ry="${Math.round(face * 1.34)}" fill="${skin}"/>
    <path d="M${450 - face} 470 C${450 - 90} 330 ${450 + 90} 330 ${450 + face} 470
      C${450 + 120} 250 ${450 - 120} 250 ${450 - face} 470 Z" fill="#1d1712"/>
    <g fill="#2b1d14"><ellipse cx="372" cy="530" rx="23" ry="13"/><ellipse cx="528" cy="530" rx="23" ry="13"/></g>
    <path d="M340 492 q32 -16 66 0 M494 492 q32 -16 66 0" stroke="#2b1d14" stroke-width="9" fill="none"/>
    <path d="M450 545 q-26 76 6 82" stroke="#9c7256" stroke-width="7" fill="none"/>
    <path d="M400 690 q50 ${random.integer(12, 26)} 100 0" stroke="#a3564f" stroke-width="11" fill="none"/>
  </svg>`;
  const noise = sharp({
    create: {
      width: 900,
      height: 1200,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 9 },
    },
  }).png();
  return sharp(Buffer.from(svg))
    .composite([{ input: await noise.toBuffer(), blend: 'soft-light' }])
    .removeAlpha()
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    .toBuffer();
}
