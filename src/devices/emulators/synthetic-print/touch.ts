import type { GrayImage } from '../../../domain/gray-image.ts';
import type { PressSettings } from './condition.ts';
import type { MasterPrint } from './master-print.ts';
import type { RandomStream } from './random.ts';
import { smoothNoise } from './smooth-noise.ts';

const BACKGROUND_GRAY = 249;
/** Pixels over which the skin lifts from the glass at the border of the contact, as a share of the half axis. */
const LIFT_START = 0.8;
/** A rolled print has sides like those of a box, a little inside the skin that was grown. */
const ROLL_POWER = 9;
const ROLL_MARGIN_PIXELS = 6;

/** Presses the finger on the glass once and gives what the sensor sees. */
export function pressFinger(
  master: MasterPrint,
  settings: PressSettings,
  random: RandomStream,
  widthPixels: number,
  heightPixels: number,
): GrayImage {
  const gray = new Float32Array(widthPixels * heightPixels);
  layContact(gray, master, settings, random, widthPixels, heightPixels);
  const slid =
    settings.slidePixels > 0 ? slide(gray, settings, random, widthPixels, heightPixels) : gray;
  return {
    widthPixels,
    heightPixels,
    resolutionPpi: 500,
    pixels: sense(slid, settings, random, widthPixels, heightPixels),
  };
}

function layContact(
  gray: Float32Array,
  master: MasterPrint,
  settings: PressSettings,
  random: RandomStream,
  width: number,
  height: number,
): void {
  const cos = Math.cos(settings.rotationRadians);
  const sin = Math.sin(settings.rotationRadians);
  const warpX = smoothNoise(random, width, height, 90);
  const warpY = smoothNoise(random, width, height, 90);
  const patches = smoothNoise(random, width, height, 22);
  const spots = smoothNoise(random, width, height, 7);
  const grains = smoothNoise(random, width, height, 1.9);
  const halfWidth = settings.isRolled
    ? master.widthPixels / 2 - ROLL_MARGIN_PIXELS
    : master.pattern.contact.halfWidthPixels * settings.contactScale;
  const halfHeight = master.pattern.contact.halfHeightPixels * settings.contactScale;
  const masterWidth = master.widthPixels;
  const lastColumn = masterWidth - 2;
  const lastRow = master.heightPixels - 2;
  const depth = settings.valleyGray - settings.ridgeGray;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const at = row * width + column;
      gray[at] = BACKGROUND_GRAY;
      const windowX =
        column - width / 2 - settings.shiftX + settings.warpPixels * warpX.at(column, row);
      const windowY =
        row - height / 2 - settings.shiftY + settings.warpPixels * warpY.at(column, row);
      const x = windowX * cos + windowY * sin;
      const y = windowY * cos - windowX * sin;
      const patch = patches.at(column, row);
      // The border of the contact: an ellipse, squarer at the base of the finger tip, ragged by the patches.
      const reachX = x / halfWidth;
      const reachY = y / halfHeight;
      const power = reachY > 0 ? 2.9 : 2.15;
      const reach =
        Math.abs(reachX) ** (settings.isRolled ? ROLL_POWER : power) +
        Math.abs(reachY) ** power +
        0.09 * patch +
        0.05 * spots.at(column, row);
      if (reach > 1.12) continue;
      const masterX = x + masterWidth / 2;
      const masterY = y + master.heightPixels / 2;
      if (masterX < 0 || masterY < 0 || masterX > lastColumn || masterY > lastRow) continue;
      const left = masterX | 0;
      const top = masterY | 0;
      const fractionX = masterX - left;
      const fractionY = masterY - top;
      const from = top * masterWidth + left;
      const weight11 = fractionX * fractionY;
      const weight10 = fractionX - weight11;
      const weight01 = fractionY - weight11;
      const weight00 = 1 - fractionX - weight01;
      // Inside by the border test above.
      const skin =
        (master.ridges[from]! * weight00 +
          master.ridges[from + 1]! * weight10 +
          master.ridges[from + masterWidth]! * weight01 +
          master.ridges[from + masterWidth + 1]! * weight11) /
        110;
      const hollow =
        (master.hollows[from]! * weight00 +
          master.hollows[from + 1]! * weight10 +
          master.hollows[from + masterWidth]! * weight01 +
          master.hollows[from + masterWidth + 1]! * weight11) /
        255;
      const lifted = reach > LIFT_START ? (reach - LIFT_START) / (1.12 - LIFT_START) : 0;
      const pressed =
        skin +
        settings.thickness +
        settings.patchiness * patch +
        settings.graininess * grains.at(column, row) -
        1.7 * settings.hollowness * hollow -
        2.1 * lifted * lifted;
      const touching = 1 / (1 + Math.exp(-2 * settings.edgeSharpness * pressed));
      // Where the skin is lifted, valleys fade into the bare glass.
      const valley = settings.valleyGray + (BACKGROUND_GRAY - settings.valleyGray) * lifted;
      const ink = 0.86 + 0.14 * spots.at(column, row) * 0.6;
      gray[at] = valley - depth * touching * Math.min(1, ink + 0.08) * (1 - 0.35 * lifted);
    }
  }
}

/** The finger slides: each pixel is the mean along the way, more where the skin slipped more. */
function slide(
  gray: Float32Array,
  settings: PressSettings,
  random: RandomStream,
  width: number,
  height: number,
): Float32Array {
  const slid = new Float32Array(gray.length);
  const heading = random.between(0, Math.PI * 2);
  const slip = smoothNoise(random, width, height, 70);
  const steps = 9;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const length =
        settings.slidePixels * Math.min(1.5, Math.max(0.15, 0.75 + 0.5 * slip.at(column, row)));
      let sum = 0;
      for (let step = 0; step < steps; step += 1) {
        const way = (length * step) / (steps - 1);
        const x = Math.min(width - 1, Math.max(0, Math.round(column + way * Math.cos(heading))));
        const y = Math.min(height - 1, Math.max(0, Math.round(row + way * Math.sin(heading))));
        sum += gray[y * width + x]!; // clamped to the picture
      }
      slid[row * width + column] = sum / steps;
    }
  }
  return slid;
}

/** Optics (a light blur), noise of the sensor, and 8 bits. */
function sense(
  gray: Float32Array,
  settings: PressSettings,
  random: RandomStream,
  width: number,
  height: number,
): Uint8Array {
  const pixels = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const above = row > 0 ? -width : 0;
    const below = row < height - 1 ? width : 0;
    for (let column = 0; column < width; column += 1) {
      const at = row * width + column;
      const left = column > 0 ? -1 : 0;
      const right = column < width - 1 ? 1 : 0;
      const blurred =
        0.52 * gray[at]! +
        0.12 * (gray[at + above]! + gray[at + below]! + gray[at + left]! + gray[at + right]!); // clamped
      // Sum of four uniform numbers: near enough to normal, and cheap.
      const noise = random.next() + random.next() + random.next() + random.next() - 2;
      const value = blurred + settings.sensorNoise * 1.73 * noise;
      pixels[at] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
  return pixels;
}
