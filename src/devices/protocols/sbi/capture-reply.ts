import { z } from 'zod';

import type { Eye } from '../../../domain/eye.ts';
import type { FingerPosition } from '../../../domain/finger-position.ts';
import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';
import { eyeOfSubType, fingerOfSubType } from './bio-sub-type.ts';
import { sampleCount } from './capture-plan.ts';
import type { CapturePlan } from './capture-plan.ts';
import type { CertificateTrust } from './certificate-trust.ts';
import { base64UrlBytes } from './encoded-json.ts';
import { readFaceRecord } from './face-record.ts';
import type { FaceRepresentation } from './face-record.ts';
import { readFingerRecord } from './finger-record.ts';
import type { FingerRepresentation } from './finger-record.ts';
import { continuesChain } from './hash-chain.ts';
import { readIrisRecord } from './iris-record.ts';
import type { IrisRepresentation } from './iris-record.ts';
import { problem } from './problem.ts';
import type { SbiProblem } from './problem.ts';
import type { SbiEnvironment } from './profile.ts';
import { errorIn, openDigitalId, readBody } from './replies.ts';
import { openSignedText } from './signed-text.ts';

/** How far a device's clock may be from ours. */
export const TIMESTAMP_TOLERANCE_MS = 5 * 60_000;

/** A capture has four fingers at most; what has many more is not looked at. */
const MOST_SAMPLES = 10;

/** What was asked for, which the answer must fit. */
export interface ExpectedCapture {
  readonly plan: CapturePlan;
  readonly environment: SbiEnvironment;
  readonly specVersion: string;
  readonly transactionId: string;
  readonly previousHash: string;
  /** Of the device's verified digital id. */
  readonly serialNo: string;
}

interface SampleFacts {
  /** 0–100: NFIQ 2 for fingers. */
  readonly qualityScore: number;
  /** The record of ISO/IEC 19794 (part 4 finger, 5 face, 6 iris), edition 2011, as the device signed it. */
  readonly record: Uint8Array;
  readonly hash: string;
  readonly takenAt: Date;
}

/** One finger, eye or face that a device signed and that was verified. */
export type SbiSample = SampleFacts &
  (
    | {
        readonly modality: 'finger';
        readonly position: FingerPosition;
        readonly print: FingerRepresentation;
      }
    | { readonly modality: 'iris'; readonly eye: Eye; readonly iris: IrisRepresentation }
    | { readonly modality: 'face'; readonly face: FaceRepresentation }
  );

export interface SbiCapture {
  readonly samples: readonly SbiSample[];
  /** Goes into the next request. */
  readonly lastHash: string;
}

const number = z.union([z.number(), z.string().regex(/^\s*\d{1,3}(\.\d+)?\s*$/)]).transform(Number);

const biometricSchema = z.object({
  specVersion: z.string(),
  data: z.string().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/i),
});

const payloadSchema = z.object({
  digitalId: z.string(),
  bioType: z.string(),
  bioSubType: z.string().nullish(),
  purpose: z.string(),
  env: z.string(),
  bioValue: z.string().min(1),
  transactionId: z.string(),
  timestamp: z.iso.datetime({ offset: true }),
  qualityScore: number.pipe(z.number().min(0).max(100)),
});

type Payload = z.infer<typeof payloadSchema>;

function badPayload(detail: string): { readonly ok: false; readonly error: SbiProblem } {
  return err(problem('bad-payload', detail));
}

/** The first thing in the signed payload that was not asked for. */
function mismatch(payload: Payload, expected: ExpectedCapture): string | undefined {
  const { plan, environment } = expected;
  if (payload.bioType !== plan.type) return 'another modality';
  if (payload.purpose !== 'Registration') return 'another purpose';
  if (payload.env !== environment) return 'another environment';
  if (plan.subTypes.length > 0 && !plan.subTypes.includes(payload.bioSubType ?? '')) {
    return `${payload.bioSubType ?? 'nothing'} was not asked for`.slice(0, 80);
  }
  return undefined;
}

/** What the record itself says must be what the payload says. */
function readSample(payload: Payload, facts: SampleFacts): Result<SbiSample, SbiProblem> {
  switch (payload.bioType) {
    case 'Face':
      return readFace(facts);
    case 'Iris':
      return readIris(payload.bioSubType ?? '', facts);
    default:
      return readFinger(payload.bioSubType ?? '', facts);
  }
}

function readFace(facts: SampleFacts): Result<SbiSample, SbiProblem> {
  const face = onlyOne('face record', readFaceRecord(facts.record));
  return face.ok ? ok({ ...facts, modality: 'face', face: face.value }) : face;
}

function readIris(subType: string, facts: SampleFacts): Result<SbiSample, SbiProblem> {
  const eye = eyeOfSubType(subType);
  const iris = onlyOne('iris record', readIrisRecord(facts.record));
  if (!iris.ok) return iris;
  if (eye === undefined) return badPayload('not one eye');
  if (iris.value.eye !== undefined && iris.value.eye !== eye) {
    return badPayload(`the record says the ${iris.value.eye} eye, the payload the ${eye} one`);
  }
  return ok({ ...facts, modality: 'iris', eye, iris: iris.value });
}

function readFinger(subType: string, facts: SampleFacts): Result<SbiSample, SbiProblem> {
  const position = fingerOfSubType(subType);
  const print = onlyOne('finger record', readFingerRecord(facts.record));
  if (!print.ok) return print;
  if (position === undefined) return badPayload('not one finger');
  if (print.value.positionCode !== 0 && print.value.position !== position) {
    return badPayload(
      `the record says finger ${print.value.positionCode}, the payload ${position}`,
    );
  }
  return ok({ ...facts, modality: 'finger', position, print: print.value });
}

/** A sample is one picture of one body part. */
function onlyOne<T>(name: string, read: Result<readonly T[], string>): Result<T, SbiProblem> {
  if (!read.ok) return badPayload(`${name}: ${read.error}`);
  const [first, ...others] = read.value;
  if (first === undefined || others.length > 0) return badPayload(`${name}: not one picture`);
  return ok(first);
}

async function openPayload(
  data: string,
  expected: ExpectedCapture,
  trust: CertificateTrust,
): Promise<Result<Payload, SbiProblem>> {
  const opened = await openSignedText(data, trust);
  if (!opened.ok) return opened;
  const parsed = payloadSchema.safeParse(opened.value);
  if (!parsed.success) return badPayload(z.prettifyError(parsed.error).slice(0, 300));
  const payload = parsed.data;
  if (payload.transactionId !== expected.transactionId) {
    return err(problem('other-transaction', 'the answer names another transaction'));
  }
  const awayMs = Math.abs(Date.parse(payload.timestamp) - trust.now.getTime());
  if (awayMs > TIMESTAMP_TOLERANCE_MS) {
    return err(problem('stale-timestamp', `${Math.round(awayMs / 1000)} s from now`));
  }
  const wrong = mismatch(payload, expected);
  if (wrong !== undefined) return badPayload(wrong);
  const digitalId = await openDigitalId(payload.digitalId, trust);
  if (!digitalId.ok) return digitalId;
  if (digitalId.value.serialNo !== expected.serialNo) return badPayload('another device signed');
  return ok(payload);
}

async function openBiometric(
  value: unknown,
  previousHash: string,
  expected: ExpectedCapture,
  trust: CertificateTrust,
): Promise<Result<SbiSample, SbiProblem>> {
  const parsed = biometricSchema.safeParse(value);
  if (!parsed.success) return badPayload(z.prettifyError(parsed.error).slice(0, 300));
  const { data, hash, specVersion } = parsed.data;
  if (specVersion !== expected.specVersion) return badPayload('another version of the interface');
  const opened = await openPayload(data, expected, trust);
  if (!opened.ok) return opened;
  const record = base64UrlBytes(opened.value.bioValue);
  if (record === undefined) return badPayload('bioValue is not base64url');
  if (!continuesChain(previousHash, record, hash)) {
    return err(problem('broken-hash-chain', 'the hash does not continue the chain'));
  }
  return readSample(opened.value, {
    qualityScore: opened.value.qualityScore,
    record,
    hash: hash.toUpperCase(),
    takenAt: new Date(opened.value.timestamp),
  });
}

function readBiometrics(body: Uint8Array): Result<readonly unknown[], SbiProblem> {
  const read = readBody(body);
  if (!read.ok) return read;
  const parsed = z.object({ biometrics: z.array(z.unknown()) }).safeParse(read.value);
  if (!parsed.success) return err(problem('wrong-answer', 'no list of biometrics'));
  const { biometrics } = parsed.data;
  if (biometrics.length > MOST_SAMPLES) return badPayload(`${biometrics.length} samples`);
  const reported = biometrics.map(errorIn).find((error) => error !== undefined);
  return reported === undefined ? ok(biometrics) : err(reported);
}

function nameOf(sample: SbiSample): string {
  switch (sample.modality) {
    case 'finger':
      return sample.position;
    case 'iris':
      return sample.eye;
    case 'face':
      return 'face';
  }
}

/**
 * The answer to a capture, believed only as a whole: each sample signed by a device that a trust anchor vouches for,
 * made now, for this transaction, of what was asked, each once, and in an unbroken hash chain.
 */
export async function readCaptureReply(
  body: Uint8Array,
  expected: ExpectedCapture,
  trust: CertificateTrust,
): Promise<Result<SbiCapture, SbiProblem>> {
  const biometrics = readBiometrics(body);
  if (!biometrics.ok) return biometrics;
  const wanted = sampleCount(expected.plan);
  if (biometrics.value.length !== wanted) {
    return badPayload(`${biometrics.value.length} samples where ${wanted} were asked for`);
  }
  const samples: SbiSample[] = [];
  let lastHash = expected.previousHash;
  for (const biometric of biometrics.value) {
    const sample = await openBiometric(biometric, lastHash, expected, trust);
    if (!sample.ok) return sample;
    samples.push(sample.value);
    lastHash = sample.value.hash;
  }
  if (new Set(samples.map(nameOf)).size !== samples.length) return badPayload('the same one twice');
  return ok({ samples, lastHash });
}
