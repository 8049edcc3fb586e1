import type { Eye } from '../../../domain/eye.ts';
import { randomStream } from '../synthetic-print/random.ts';
import type { RandomStream } from '../synthetic-print/random.ts';
import { smoothNoise } from '../synthetic-print/smooth-noise.ts';
import type { SmoothNoise } from '../synthetic-print/smooth-noise.ts';

/** What a near-infrared camera sees of one eye, 8 bits a pixel. */
export interface EyePicture {
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly pixels: Uint8Array;
  readonly centreX: number;
  readonly centreY: number;
  readonly irisDiameterPixels: number;
}

const WIDTH = 640;
const HEIGHT = 480;
/** At least 210 pixels are asked for. */
const IRIS_RADIUS = 118;
const SPOKES = 96;
const RINGS = 9;

const GREY = { skin: 168, sclera: 205, pupil: 14, glint: 252, lash: 60 } as const;

/** The ridges and furrows of one iris, which are the same whenever it is seen: by angle and by way from the pupil. */
interface IrisPattern {
  readonly brightness: number;
  readonly texture: SmoothNoise;
}

function patternOf(personSeed: number, eye: Eye): IrisPattern {
  const random = randomStream('iris', personSeed, eye);
  return {
    brightness: random.between(95, 135),
    texture: smoothNoise(random, SPOKES, RINGS, 1),
  };
}

/** How the eye lies before the camera this time. */
interface Look {
  readonly x: number;
  readonly y: number;
  readonly pupilRadius: number;
  readonly lidOpening: number;
}

function lookOf(random: RandomStream): Look {
  return {
    x: WIDTH / 2 + 9 * random.normal(),
    y: HEIGHT / 2 + 7 * random.normal(),
    pupilRadius: random.between(36, 52),
    lidOpening: random.between(126, 150),
  };
}

/** One look into the eye: the same person and eye show the same iris in each. */
export function eyePicture(personSeed: number, eye: Eye, look: number): EyePicture {
  const pattern = patternOf(personSeed, eye);
  const random = randomStream('look', personSeed, eye, look);
  const lie = lookOf(random);
  const pixels = new Uint8Array(WIDTH * HEIGHT);
  for (let row = 0; row < HEIGHT; row += 1) {
    for (let column = 0; column < WIDTH; column += 1) {
      const grey = greyAt(column - lie.x, row - lie.y, pattern, lie);
      const noise = 5 * (random.next() + random.next() - 1);
      pixels[row * WIDTH + column] = Math.max(0, Math.min(255, grey + noise));
    }
  }
  return {
    widthPixels: WIDTH,
    heightPixels: HEIGHT,
    pixels,
    centreX: Math.round(lie.x),
    centreY: Math.round(lie.y),
    irisDiameterPixels: 2 * IRIS_RADIUS,
  };
}

function greyAt(x: number, y: number, pattern: IrisPattern, look: Look): number {
  // The lids are two arcs over the width of the eye.
  const lid = look.lidOpening * (1 - (x / 290) ** 2);
  if (lid <= 0) return GREY.skin - 0.1 * Math.abs(x);
  if (y < -0.72 * lid || y > 0.86 * lid) {
    const fromLid = Math.min(Math.abs(y + 0.72 * lid), Math.abs(y - 0.86 * lid));
    return fromLid < 7 ? GREY.lash : GREY.skin - 0.1 * Math.abs(x);
  }
  const radius = Math.hypot(x, y);
  if (Math.hypot(x - 16, y + 14) < 7) return GREY.glint;
  if (radius < look.pupilRadius) return GREY.pupil;
  if (radius > IRIS_RADIUS) return GREY.sclera - 0.12 * (radius - IRIS_RADIUS);
  const way = (radius - look.pupilRadius) / (IRIS_RADIUS - look.pupilRadius);
  const turn = (Math.atan2(y, x) / (2 * Math.PI) + 0.5) * (SPOKES - 1);
  const collarette = way > 0.28 && way < 0.36 ? 18 : 0;
  const edge = way > 0.92 ? -40 * (way - 0.92) * 12.5 : 0;
  return pattern.brightness + 26 * pattern.texture.at(turn, way * (RINGS - 1)) + collarette + edge;
}
