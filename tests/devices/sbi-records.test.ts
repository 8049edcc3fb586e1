import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  encodeFaceRecord,
  FACE_COMPRESSIONS,
  readFaceRecord,
} from '../../src/devices/protocols/sbi/face-record.ts';
import type { FaceRepresentation } from '../../src/devices/protocols/sbi/face-record.ts';
import { encodeIrisRecord, readIrisRecord } from '../../src/devices/protocols/sbi/iris-record.ts';
import type { IrisRepresentation } from '../../src/devices/protocols/sbi/iris-record.ts';

const NOW = new Date('2026-11-22T09:08:07.006Z');
const u8 = fc.integer({ min: 0, max: 0xff });
const u16 = fc.integer({ min: 0, max: 0xffff });
const size = fc.integer({ min: 1, max: 0xffff });
const image = fc.uint8Array({ minLength: 1, maxLength: 200 });
const qualities = fc.array(fc.record({ score: u8, vendorId: u16, algorithmId: u16 }), {
  maxLength: 3,
});
const pair = fc.tuple(u16, u16);

const faces: fc.Arbitrary<FaceRepresentation> = fc.record({
  qualities,
  information: fc.record({
    genderCode: u8,
    eyeColourCode: u8,
    hairColourCode: u8,
    subjectHeightCode: u8,
    propertyMask: fc.integer({ min: 0, max: 0xff_ffff }),
    expressionMask: u16,
    poseCodes: fc.tuple(u8, u8, u8),
    poseUncertaintyCodes: fc.tuple(u8, u8, u8),
  }),
  landmarks: fc.array(fc.record({ typeCode: u8, pointCode: u8, x: u16, y: u16, z: u16 }), {
    maxLength: 4,
  }),
  imageTypeCode: u8,
  compression: fc.constantFrom(...FACE_COMPRESSIONS),
  widthPixels: size,
  heightPixels: size,
  samplingRateLevel: fc.integer({ min: 0, max: 7 }),
  postAcquisitionMask: u16,
  crossReference: u8,
  colourSpaceCode: u8,
  image,
});

const irises: fc.Arbitrary<IrisRepresentation> = fc.record({
  qualities,
  representationNumber: u16,
  eye: fc.constantFrom('left', 'right', undefined),
  imageTypeCode: u8,
  compression: fc.constantFrom('raw', 'jpeg-rgb', 'jpeg-2000', 'png'),
  imageProperties: u8,
  widthPixels: size,
  heightPixels: size,
  bitDepth: u8,
  range: u16,
  rollAngle: u16,
  rollAngleUncertainty: u16,
  place: fc.record({ centreX: pair, centreY: pair, diameter: pair }),
  image,
});

interface Codec<T> {
  readonly samples: fc.Arbitrary<readonly T[]>;
  encode(list: readonly T[], now: Date): Uint8Array;
  read(bytes: Uint8Array): { ok: true; value: readonly T[] } | { ok: false; error: string };
}

/** Named `face` and `iris`; each law holds for both. */
const CODECS = {
  face: {
    samples: fc.array(faces, { minLength: 1, maxLength: 3 }),
    encode: encodeFaceRecord,
    read: readFaceRecord,
  } satisfies Codec<FaceRepresentation>,
  iris: {
    samples: fc.array(irises, { minLength: 1, maxLength: 3 }),
    encode: encodeIrisRecord,
    read: readIrisRecord,
  } satisfies Codec<IrisRepresentation>,
};

function holdLaws<T extends { readonly image: Uint8Array }>(name: string, codec: Codec<T>): void {
  test(`${name} records that were encoded are read back as they were`, () => {
    fc.assert(
      fc.property(codec.samples, (list) => {
        const read = codec.read(codec.encode(list, NOW));
        if (!read.ok) throw new Error(read.error);
        expect(read.value.map((one) => ({ ...one, image: Uint8Array.from(one.image) }))).toEqual(
          list,
        );
      }),
    );
  });

  test(`${name} records that are cut anywhere, or go on behind their end, are refused`, () => {
    fc.assert(
      fc.property(codec.samples, fc.nat(), (list, at) => {
        const whole = codec.encode(list, NOW);
        expect(codec.read(whole.subarray(0, at % whole.length)).ok).toBe(false);
        expect(codec.read(Uint8Array.of(...whole, 0)).ok).toBe(false);
      }),
    );
  });

  test(`ten thousand mutated ${name} records are read or refused in words`, () => {
    fc.assert(
      fc.property(
        codec.samples,
        fc.array(fc.tuple(fc.nat(), u8), { minLength: 1 }),
        (list, changes) => {
          const bytes = Uint8Array.from(codec.encode(list, NOW));
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          const read = codec.read(bytes);
          if (!read.ok) expect(read.error).not.toBe('');
        },
      ),
      { numRuns: 10_000 },
    );
  });
}

holdLaws('face', CODECS.face);
holdLaws('iris', CODECS.iris);

/** Hexadecimal digits, with spaces between fields. */
function bytesOf(...fields: readonly string[]): Uint8Array {
  return Buffer.from(fields.join('').replaceAll(' ', ''), 'hex');
}

/** Taken on 22 November 2026 at 9:08:07.006 by a device that says nothing of itself; one quality block. */
const CAPTURE = ['07ea 0b 16 09 08 07 0006', '00 0000 0000', '01 5b 0000 0001'] as const;

test('a face record is laid out as ISO/IEC 19794-5:2011 has it', () => {
  const written = bytesOf(
    // FAC, 030, length, one representation, no certification, one picture by itself
    '46414300 30333000 00000054 0001 00 0000',
    '00000043',
    ...CAPTURE,
    // one landmark; female, brown eyes, black hair, 160 cm; glasses; neutral; yaw, pitch, roll and how certain
    '0001 02 03 02 a0 000003 0002 01 02 03 04 05 06',
    // MPEG-4 point 12.1
    '01 c1 0010 0020 0000',
    // full frontal, JPEG 2000 without loss, 35 × 45, more than 750 pixels over the head, cropped, RGB
    '01 02 0023 002d 07 0004 00 01',
    '00000003 aabbcc',
  );
  expect(written.length).toBe(17 + 67);
  expect(readFaceRecord(written)).toEqual({
    ok: true,
    value: [
      {
        qualities: [{ score: 91, vendorId: 0, algorithmId: 1 }],
        information: {
          genderCode: 2,
          eyeColourCode: 3,
          hairColourCode: 2,
          subjectHeightCode: 160,
          propertyMask: 3,
          expressionMask: 2,
          poseCodes: [1, 2, 3],
          poseUncertaintyCodes: [4, 5, 6],
        },
        landmarks: [{ typeCode: 1, pointCode: 0xc1, x: 16, y: 32, z: 0 }],
        imageTypeCode: 1,
        compression: 'jpeg-2000-lossless',
        widthPixels: 35,
        heightPixels: 45,
        samplingRateLevel: 7,
        postAcquisitionMask: 4,
        crossReference: 0,
        colourSpaceCode: 1,
        image: Buffer.from([0xaa, 0xbb, 0xcc]),
      },
    ],
  });
  const read = readFaceRecord(written);
  expect(Buffer.from(encodeFaceRecord(read.ok ? read.value : [], NOW))).toEqual(written);
});

test('an iris record is laid out as ISO/IEC 19794-6:2011 has it', () => {
  const written = bytesOf(
    // IIR, 020, length, one representation, no certification, one eye
    '49495200 30323000 0000004c 0001 00 01',
    '0000003c',
    ...CAPTURE,
    // first picture, left eye, VGA, mono JPEG 2000, upright and never compressed before
    '0001 02 02 0a 45',
    '0280 01e0 08',
    // distance, roll and its uncertainty
    '012c ffff ffff',
    // where the middle is, from and to, and the diameter
    '013f 0141 00ef 00f1 00e6 00ea',
    '00000003 aabbcc',
  );
  expect(written.length).toBe(16 + 60);
  const read = readIrisRecord(written);
  expect(read).toEqual({
    ok: true,
    value: [
      {
        qualities: [{ score: 91, vendorId: 0, algorithmId: 1 }],
        representationNumber: 1,
        eye: 'left',
        imageTypeCode: 2,
        compression: 'jpeg-2000',
        imageProperties: 0x45,
        widthPixels: 640,
        heightPixels: 480,
        bitDepth: 8,
        range: 300,
        rollAngle: 0xffff,
        rollAngleUncertainty: 0xffff,
        place: { centreX: [319, 321], centreY: [239, 241], diameter: [230, 234] },
        image: Buffer.from([0xaa, 0xbb, 0xcc]),
      },
    ],
  });
  expect(Buffer.from(encodeIrisRecord(read.ok ? read.value : [], NOW))).toEqual(written);
});

test('what the standards do not list is refused in words', () => {
  const [face] = fc.sample(faces, { numRuns: 1, seed: 1 });
  const [iris] = fc.sample(irises, { numRuns: 1, seed: 1 });
  if (face === undefined || iris === undefined) throw new Error('no sample');
  const level = encodeFaceRecord([{ ...face, samplingRateLevel: 8 }], NOW);
  expect(readFaceRecord(level)).toMatchObject({
    error: expect.stringContaining('sampling') as unknown,
  });
  const flagged = Uint8Array.from(encodeIrisRecord([iris], NOW));
  flagged[14] = 1;
  expect(readIrisRecord(flagged)).toMatchObject({
    error: expect.stringContaining('certification') as unknown,
  });
  expect(readIrisRecord(encodeFaceRecord([face], NOW))).toEqual({ ok: false, error: 'not IIR' });
});
