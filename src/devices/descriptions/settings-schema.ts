import { z } from 'zod';

import { STREAM_FRAMINGS } from '../protocols/hid-stream.ts';
import { IMAGE_SIZES } from '../protocols/vc0706/commands.ts';
import type { ImageSizeName } from '../protocols/vc0706/commands.ts';
import { BAUD_RATE_UNIT, FAMILY_BAUD_RATES } from '../protocols/zfm/parameters.ts';
import { listOf, pattern, saying } from './schema-parts.ts';

/** Firmware that is not to be used. */
export const versions = listOf(pattern);

const FIRST_RATE = BAUD_RATE_UNIT;
const LAST_RATE = 12 * BAUD_RATE_UNIT;

/** A line rate of the ZFM family, in bits per second. */
export const familyRate = z
  .number()
  .refine(
    (rate) => rate % BAUD_RATE_UNIT === 0 && rate >= FIRST_RATE && rate <= LAST_RATE,
    saying(`is no rate of the family (${FIRST_RATE} … ${LAST_RATE}, in steps of ${FIRST_RATE})`),
  );

/** A module keeps the rate that it was raised to: where that is not looked for, it is never found again. */
export function mustBeFoundAgain({
  value,
  issues,
}: {
  readonly value: { readonly baudRates?: readonly number[]; readonly preferredBaudRate?: number };
  readonly issues: z.core.$ZodRawIssue[];
}): void {
  const { baudRates = FAMILY_BAUD_RATES, preferredBaudRate } = value;
  if (preferredBaudRate === undefined || baudRates.includes(preferredBaudRate)) return;
  issues.push({
    code: 'custom',
    input: preferredBaudRate,
    path: ['preferredBaudRate'],
    message: `${preferredBaudRate} is not among the rates that are looked for (${baudRates.join(', ')}): the module keeps it and would not be found again`,
  });
}

/** What a sensor of the family can have: `isPlausibleGeometry`. */
const sensorPixels = z
  .int()
  .min(64)
  .max(640)
  .refine((size) => size % 2 === 0, saying('is not even: two pixels are one byte'));

/** The family's sensors have 500 or 508; a resolution far off asks for more than scaling. */
export const sensorImage = z.strictObject({
  widthPixels: sensorPixels,
  heightPixels: sensorPixels,
  resolutionPpi: z.int().min(500).max(520),
});

/** `StreamReport` of `protocols/hid-stream.ts`. */
export const streamReport = z
  .strictObject({
    sizeBytes: z.int().min(8).max(1_024),
    id: z.exactOptional(z.int().min(1).max(255)),
    framing: z.enum(STREAM_FRAMINGS),
  })
  .refine(({ sizeBytes, framing }) => framing === 'whole-report' || sizeBytes <= 256, {
    path: ['sizeBytes'],
    error: 'is more than one byte can tell the length of',
  });

const LONGEST_REPORT_BYTES = 1_024;
const place = z
  .int()
  .min(0)
  .max(LONGEST_REPORT_BYTES - 1);

/** `ScannedDataLayout` of `protocols/hid-pos/layout.ts`. */
export const scannedDataLayout = z
  .strictObject({
    reportId: z.int().min(0).max(255),
    reportSizeBytes: z.int().min(1).max(LONGEST_REPORT_BYTES),
    lengthOffset: place,
    symbologyOffset: z.exactOptional(place),
    dataOffset: place,
    dataSizeBytes: z.int().min(1).max(255),
    continuedOffset: place,
    continuedMask: z.int().min(1).max(255),
  })
  .check(({ value, issues }) => {
    const { reportSizeBytes, dataOffset, dataSizeBytes } = value;
    const ends = {
      lengthOffset: value.lengthOffset + 1,
      symbologyOffset: (value.symbologyOffset ?? 0) + 1,
      dataSizeBytes: dataOffset + dataSizeBytes,
      continuedOffset: value.continuedOffset + 1,
    };
    for (const [field, end] of Object.entries(ends)) {
      if (end <= reportSizeBytes) continue;
      const message = `lies behind the end of the report, which has ${reportSizeBytes} bytes`;
      issues.push({ code: 'custom', input: value, path: [field], message });
    }
  })
  .transform((layout) => ({ symbologyOffset: undefined, ...layout }));

/** Positions travel as 16 bits, two's complement. */
const steps = z.int().min(-0x8000).max(0x7fff);

const axis = z
  .strictObject({
    minimumSteps: steps.max(0),
    maximumSteps: steps.min(0),
    maximumSpeed: z.int().min(1).max(0x18),
  })
  .refine(({ minimumSteps, maximumSteps }) => minimumSteps !== 0 || maximumSteps !== 0, {
    path: ['maximumSteps'],
    error: 'is no way to turn: both ends are 0',
  });

/** `ViscaHead` of `protocols/visca/models.ts`. */
export const viscaHead = z.strictObject({
  stepsPerDegree: z.number().positive().max(1_000),
  pan: axis,
  tilt: axis,
  opticalZoomEnd: z.int().min(1).max(0xffff),
  view: z
    .strictObject({
      wideDegrees: z.number().positive().max(180),
      teleDegrees: z.number().positive().max(180),
    })
    .refine(({ wideDegrees, teleDegrees }) => teleDegrees <= wideDegrees, {
      path: ['teleDegrees'],
      error: 'is wider than wideDegrees',
    }),
});

/** The EVI-D series has two of them; heads of other makes have the others. */
export const viscaRate = z.literal([2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200]);

/** A camera's place on the chain. */
export const cameraAddress = z.literal([1, 2, 3, 4, 5, 6, 7]);

// The names of a literal object, all of them.
const IMAGE_SIZE_NAMES = Object.keys(IMAGE_SIZES) as ImageSizeName[];
export const imageSize = z.enum(IMAGE_SIZE_NAMES);
