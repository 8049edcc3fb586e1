import { z } from 'zod';

import { FINGERPRINT_ABILITIES } from '../../domain/fingerprint-ability.ts';
import { CAMERA_BAUD_RATES } from '../protocols/vc0706/commands.ts';
import { VISCA_QUIRKS } from '../protocols/visca/quirks.ts';
import { ZFM_QUIRKS } from '../protocols/zfm/quirks.ts';
import { hidMatch, sbiMatch, serialMatch } from './match-schema.ts';
import { hexadecimal, listOf } from './schema-parts.ts';
import {
  cameraAddress,
  familyRate,
  imageSize,
  mustBeFoundAgain,
  scannedDataLayout,
  sensorImage,
  streamReport,
  versions,
  viscaHead,
  viscaRate,
} from './settings-schema.ts';

const head = {
  format: z.literal('tram-device/1'),
  /** What a technician calls such a device. */
  name: z.string().trim().min(1).max(80),
};

/** What every description has, whatever its driver. */
export const headSchema = z.looseObject(head);

const onSerial = { transport: z.literal('serial'), match: listOf(serialMatch) };
const onHid = { transport: z.literal('hid'), match: listOf(hidMatch) };

const zfm = {
  ...head,
  driver: z.literal('zfm'),
  address: z.exactOptional(hexadecimal(8, 'ffffffff')),
  password: z.exactOptional(hexadecimal(8, '00000000')),
  image: z.exactOptional(sensorImage),
  refusedFirmware: z.exactOptional(versions),
  quirks: z.exactOptional(listOf(z.enum(ZFM_QUIRKS))),
};

const zfmOnSerial = z
  .strictObject({
    ...zfm,
    ...onSerial,
    baudRates: z.exactOptional(listOf(familyRate)),
    preferredBaudRate: z.exactOptional(familyRate),
  })
  .check(mustBeFoundAgain);

const zfmOnHid = z.strictObject({ ...zfm, ...onHid, report: z.exactOptional(streamReport) });

const hidPos = z.strictObject({
  ...head,
  driver: z.literal('hid-pos'),
  ...onHid,
  layout: z.exactOptional(scannedDataLayout),
});

const visca = z.strictObject({
  ...head,
  driver: z.literal('visca'),
  ...onSerial,
  address: z.exactOptional(cameraAddress),
  baudRates: z.exactOptional(listOf(viscaRate)),
  head: z.exactOptional(viscaHead),
  refusedFirmware: z.exactOptional(versions),
  quirks: z.exactOptional(listOf(z.enum(VISCA_QUIRKS))),
});

/** No rates to look for: after a crash the camera may be at any, and each is tried. */
const vc0706 = z.strictObject({
  ...head,
  driver: z.literal('vc0706'),
  ...onSerial,
  highestBaudRate: z.exactOptional(z.literal(CAMERA_BAUD_RATES)),
  imageSize: z.exactOptional(imageSize),
  compression: z.exactOptional(z.int().min(0).max(255)),
  refusedFirmware: z.exactOptional(versions),
});

const sbi = z.strictObject({
  ...head,
  driver: z.literal('sbi'),
  transport: z.literal('loopback-http'),
  match: listOf(sbiMatch),
  abilities: z.exactOptional(listOf(z.enum(FINGERPRINT_ABILITIES))),
  refusedFirmware: z.exactOptional(versions),
});

/**
 * A device by description, as one JSON file says it: which driver is for which devices, and how that driver is to
 * behave. The fields of a driver are named as its options are, and there is none that the driver does not read.
 */
export const descriptionSchema = z.discriminatedUnion('driver', [
  z.discriminatedUnion('transport', [zfmOnSerial, zfmOnHid]),
  hidPos,
  visca,
  vc0706,
  sbi,
]);

export type DeviceDescription = z.infer<typeof descriptionSchema>;

/** A description that was read, and from where. */
export type KnownDescription<Description extends DeviceDescription = DeviceDescription> =
  Description & {
    readonly file: string;
    /** Whether it lies in the technician's own folder: then it wins over what is shipped. */
    readonly isOwn: boolean;
  };
