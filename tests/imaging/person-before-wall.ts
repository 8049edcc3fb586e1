import sharp from 'sharp';
import { syntheticPortrait } from '../../src/station/index.ts';

/** Size of the frames, in pixels. */
export const FRAME = { width: 320, height: 180 };
export const WALL = '#dfe2e0';
/** How many drawn citizens there are, women and men. */
export const PERSONS = 4;
/** Room around the frame, for what stands over its edge. */
const MARGIN = 400;

export interface Place {
  /** Of the head, as parts of the frame's width and height. */
  readonly middle: number;
  readonly top: number;
  /** Height of the person, head and shoulders, as a part of the frame's. */
  readonly scale: number;
  readonly person?: number;
}

interface Person {
  /** PNG with nothing behind the person. */
  readonly cut: Buffer;
  /** Part of the height above the head. */
  readonly top: number;
}

const persons = new Map<number, Promise<Person>>();

/** A frame of somebody before a wall, as JPEG. @param wall a colour, or a picture of the frame's size */
export async function frameWith(place: Place, wall: string | Buffer = WALL): Promise<Buffer> {
  const { width, height } = FRAME;
  const person = await personOf(place.person ?? 0);
  const tall = Math.round(height * place.scale);
  const drawn = await sharp(person.cut)
    .resize({ height: tall })
    .toBuffer({ resolveWithObject: true });
  const left = Math.round(place.middle * width - drawn.info.width / 2);
  const top = Math.round(place.top * height - person.top * tall);
  const size = { width: width + 2 * MARGIN, height: height + 2 * MARGIN };
  const background = typeof wall === 'string' ? wall : 'black';
  const stage = sharp({ create: { ...size, channels: 3, background } }).composite([
    ...(typeof wall === 'string' ? [] : [{ input: wall, left: MARGIN, top: MARGIN }]),
    { input: drawn.data, left: MARGIN + left, top: MARGIN + top },
  ]);
  return sharp(await stage.png().toBuffer())
    .extract({ left: MARGIN, top: MARGIN, width, height })
    .jpeg({ quality: 80 })
    .toBuffer();
}

function personOf(index: number): Promise<Person> {
  const known = persons.get(index);
  if (known) return known;
  const person = cutOut(index);
  persons.set(index, person);
  return person;
}

/** The drawn citizen of training, cut out of its white background. */
async function cutOut(index: number): Promise<Person> {
  const drawn = await syntheticPortrait(index + 1, index % 2 === 0 ? 'male' : 'female');
  const { data, info } = await sharp(drawn).raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const rgba = Buffer.alloc(width * height * 4);
  let top = height;
  for (let at = 0; at < width * height; at += 1) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at * 3, at * 3 + 3);
    const isWall = Math.min(red, green, blue) > 215;
    rgba.set([red, green, blue, isWall ? 0 : 255], at * 4);
    if (!isWall) top = Math.min(top, Math.floor(at / width));
  }
  const cut = await sharp(rgba, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
  return { cut, top: top / height };
}
