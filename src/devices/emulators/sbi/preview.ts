import sharp from 'sharp';
import type { Sharp } from 'sharp';

import type { FingerPosition } from '../../../domain/finger-position.ts';
import { eyeOfSubType, fingerOfSubType } from '../../protocols/sbi/bio-sub-type.ts';
import { colour, grey } from './biometrics.ts';
import { portrait } from './face-scene.ts';
import { eyePicture } from './iris-scene.ts';
import type { FingerWindow, Person } from './person.ts';
import type { SbiUnit } from './unit.ts';

const PREVIEW_QUALITY = 70;
/** Pixels that a hand, which is never quite still, moves from picture to picture. */
const SHAKES = [0, 3, 1] as const;
const MOST_SHAKE = Math.max(...SHAKES);
const EMPTY_GLASS = { r: 250, g: 250, b: 250 };

/** What a sensor of the device sees, picture after picture, each a whole JPEG file at half the size. */
export async function previewFrames(
  unit: SbiUnit,
  deviceSubId: string,
  person: Person | undefined,
  window: FingerWindow,
): Promise<readonly Uint8Array[]> {
  const subTypes = unit.model.sensors.get(deviceSubId)?.subTypes ?? [];
  switch (unit.model.type) {
    case 'Finger': {
      const positions = subTypes.flatMap((name) => fingerOfSubType(name) ?? []);
      return glass(unit.kind === 'single' ? positions.slice(0, 1) : positions, person, window);
    }
    case 'Iris':
      return person === undefined ? [] : eyes(subTypes, person);
    case 'Face':
      return person === undefined ? [] : [await halved(colour(await portrait(person.seed)))];
  }
}

/** The fingers beside each other as they lie on the glass; nothing where one is missing. */
async function glass(
  positions: readonly FingerPosition[],
  person: Person | undefined,
  window: FingerWindow,
): Promise<readonly Uint8Array[]> {
  const width = Math.ceil(window.widthPixels / 2);
  const height = Math.ceil(window.heightPixels / 2);
  const fingers = positions.map(async (position, place) => {
    if (person?.hasFinger(position) !== true) return [];
    const picture = grey(await person.picture(position, 'live-plain'));
    const input = await picture.resize(width, height, { fit: 'fill' }).png().toBuffer();
    return [{ input, left: place * width, top: 0 }];
  });
  const laid = (await Promise.all(fingers)).flat();
  const size = { width: positions.length * width + MOST_SHAKE, height: height + MOST_SHAKE };
  return Promise.all(
    SHAKES.map((shake) =>
      sharp({ create: { ...size, channels: 3, background: EMPTY_GLASS } })
        .composite(
          laid.map(({ input, left, top }) => ({ input, left: left + shake, top: top + shake })),
        )
        .jpeg({ quality: PREVIEW_QUALITY })
        .toBuffer(),
    ),
  );
}

function eyes(subTypes: readonly string[], person: Person): Promise<readonly Uint8Array[]> {
  const seen = subTypes.flatMap((name) => eyeOfSubType(name) ?? []).slice(0, 1);
  return Promise.all(seen.map((eye) => halved(grey(eyePicture(person.seed, eye, person.touch)))));
}

function halved(picture: Sharp): Promise<Uint8Array> {
  return picture.resize({ height: 360 }).jpeg({ quality: PREVIEW_QUALITY }).toBuffer();
}
