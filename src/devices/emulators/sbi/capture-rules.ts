import { z } from 'zod';

import type { Impression } from '../../../domain/impression.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import { isChainHash } from '../../protocols/sbi/hash-chain.ts';
import { SBI_ENVIRONMENTS } from '../../protocols/sbi/profile.ts';
import type { SbiEnvironment } from '../../protocols/sbi/profile.ts';
import { isTransactionId } from '../../protocols/sbi/requests.ts';
import { isBodyPart } from './unit.ts';
import type { SbiUnit } from './unit.ts';

const digits = z.string().regex(/^\d{1,7}$/);

const requestSchema = z.object({
  env: z.string(),
  purpose: z.string(),
  specVersion: z.string(),
  timeout: digits,
  captureTime: z.iso.datetime(),
  transactionId: z.string(),
  bio: z.array(
    z.object({
      type: z.string(),
      count: digits,
      bioSubType: z.array(z.string()).optional(),
      exception: z.array(z.string()).default([]),
      requestedScore: z.string().regex(/^\d{1,3}(\.\d+)?$/),
      deviceId: z.string(),
      deviceSubId: z.string(),
      previousHash: z.string().refine((hash) => hash === '' || isChainHash(hash)),
    }),
  ),
  customOpts: z.record(z.string(), z.unknown()).nullish(),
});

export interface CaptureOrderOnWire {
  readonly unit: SbiUnit;
  readonly transactionId: string;
  readonly timeoutMs: number;
  readonly requestedScore: number;
  readonly previousHash: string;
  /** Sub-types to give back; one empty name for a face. */
  readonly subTypes: readonly string[];
  readonly exceptions: readonly string[];
  readonly impression: Impression;
}

type Bio = z.infer<typeof requestSchema>['bio'][number];

const MOST_OPTIONS = 50;

/** The error code of what does not fit the sensor, or the sub-types that it will take. */
function chooseSubTypes(unit: SbiUnit, bio: Bio): Result<readonly string[], string> {
  const sensor = unit.model.sensors.get(bio.deviceSubId);
  if (sensor === undefined) return err('109');
  if (!bio.exception.every(isBodyPart)) return err('117');
  if (unit.model.type === 'Face') return bio.count === '1' ? ok(['']) : err('109');
  if (!bio.exception.every((name) => sensor.subTypes.includes(name))) return err('118');
  if (Number(bio.count) + bio.exception.length !== sensor.total || bio.count === '0') {
    return err('109');
  }
  const left = sensor.subTypes.filter((name) => !bio.exception.includes(name));
  const asked = bio.bioSubType ?? [];
  if (!asked.every((name) => isBodyPart(name) || name === 'UNKNOWN')) return err('119');
  if (!asked.every((name) => left.includes(name))) return err('122');
  if (asked.length > 0 && asked.length !== Number(bio.count)) return err('109');
  if (unit.kind === 'single') return ok(asked.length === 1 ? asked : ['UNKNOWN']);
  return ok(left);
}

/** Why the device cannot capture now, as an error code. */
function obstacle(unit: SbiUnit, deviceSubId: string): string | undefined {
  if (unit.setStatus === 'Not Registered') return '100';
  if (unit.setStatus === 'Not Ready') return '110';
  if (unit.setStatus === 'Busy') return '111';
  if (unit.capture !== undefined) return unit.stream === undefined ? '111' : '703';
  const isOtherSensor = unit.stream !== undefined && unit.stream.deviceSubId !== deviceSubId;
  return isOtherSensor ? '702' : undefined;
}

/** A capture request by the rules of the interface; the error is the code that a device answers. */
export function readCaptureOrder(
  body: unknown,
  units: readonly SbiUnit[],
  own: { readonly environment: SbiEnvironment; readonly specVersion: string },
): Result<CaptureOrderOnWire, string> {
  const parsed = requestSchema.safeParse(body);
  if (!parsed.success) return err('123');
  const request = parsed.data;
  const [bio, ...others] = request.bio;
  if (bio === undefined || others.length > 0) return err('123');
  if (Object.keys(request.customOpts ?? {}).length > MOST_OPTIONS) return err('123');
  if (!isTransactionId(request.transactionId)) return err('112');
  if (request.purpose !== 'Registration') return err('121');
  if (!SBI_ENVIRONMENTS.some((name) => name === request.env)) return err('115');
  if (request.env !== own.environment) return err('115');
  if (request.specVersion !== own.specVersion) return err('123');
  const unit = units.find((candidate) => candidate.deviceId === bio.deviceId);
  if (unit === undefined) return err(bio.deviceId === '' ? '704' : '106');
  if (bio.type !== unit.model.type) return err('120');
  const subTypes = chooseSubTypes(unit, bio);
  if (!subTypes.ok) return subTypes;
  const reason = obstacle(unit, bio.deviceSubId);
  if (reason !== undefined) return err(reason);
  return ok({
    unit,
    transactionId: request.transactionId,
    timeoutMs: Number(request.timeout),
    requestedScore: Number(bio.requestedScore),
    previousHash: bio.previousHash,
    subTypes: subTypes.value,
    exceptions: bio.exception,
    // A device that cannot roll does not know the option.
    impression:
      unit.model.rolls && request.customOpts?.['impression'] === 'rolled'
        ? 'live-rolled'
        : 'live-plain',
  });
}
