import { FINGER_POSITIONS } from '../../../domain/finger-position.ts';
import type { FingerPosition } from '../../../domain/finger-position.ts';
import type { Eye } from '../../../domain/eye.ts';
import type { Impression } from '../../../domain/impression.ts';
import { eyeOfSubType, fingerOfSubType } from '../../protocols/sbi/bio-sub-type.ts';
import { chainHash } from '../../protocols/sbi/hash-chain.ts';
import { sbiTime } from '../../protocols/sbi/requests.ts';
import { strangerKey } from './authority.ts';
import type { SbiAlgorithm, SbiAuthority } from './authority.ts';
import { faceRecord, irisRecord, printRecord } from './biometrics.ts';
import type { SbiCompression } from './biometrics.ts';
import type { CaptureOrderOnWire } from './capture-rules.ts';
import type { SbiLie } from './faults.ts';
import type { Person } from './person.ts';

export interface SigningBench {
  readonly algorithm: SbiAlgorithm;
  readonly authority: SbiAuthority;
  /** Same names, other keys. */
  readonly stranger: () => Promise<SbiAuthority>;
  readonly environment: string;
  readonly specVersion: string;
  readonly compression: SbiCompression;
  /** What a good sample gets, 0–100. */
  readonly score: number;
  readonly isOrderOther: boolean;
  readonly lie: SbiLie | undefined;
}

const SIX_MINUTES_MS = 6 * 60_000;

function shiftMs(lie: SbiLie | undefined): number {
  if (lie === 'stale-timestamp') return -SIX_MINUTES_MS;
  return lie === 'early-timestamp' ? SIX_MINUTES_MS : 0;
}

function neighbour(position: FingerPosition): FingerPosition {
  const at = FINGER_POSITIONS.indexOf(position);
  return FINGER_POSITIONS[(at + 1) % FINGER_POSITIONS.length] ?? position;
}

function otherImpression(impression: Impression): Impression {
  return impression === 'live-plain' ? 'live-rolled' : 'live-plain';
}

function bodyPart(name: string): readonly (FingerPosition | Eye)[] {
  const part = fingerOfSubType(name) ?? eyeOfSubType(name);
  return part === undefined ? [] : [part];
}

async function recordOf(
  order: CaptureOrderOnWire,
  subType: string,
  person: Person,
  score: number,
  { compression, lie }: SigningBench,
): Promise<Uint8Array> {
  switch (order.unit.model.type) {
    case 'Face':
      return faceRecord(person, order.exceptions.flatMap(bodyPart), { score, compression });
    case 'Iris':
      return irisRecord(person, eyeOfSubType(subType) ?? 'left', { score, compression });
    case 'Finger': {
      const position = fingerOfSubType(subType) ?? 'right-index';
      const shown = lie === 'other-finger' ? neighbour(position) : position;
      const said =
        lie === 'other-impression' ? otherImpression(order.impression) : order.impression;
      return printRecord(person, shown, order.impression, { score, compression, said });
    }
  }
}

/** What the device says of the sample that it would take of this body part now, 0–100. */
export function scoreOf(person: Person, subType: string, deviceScore: number): number {
  const position = fingerOfSubType(subType);
  return position === undefined ? deviceScore : person.scoreOf(position, deviceScore);
}

/** A compact JWS as this device, or as whoever the ordered lie makes it, signs. */
export async function signAs(bench: SigningBench, payload: object): Promise<string> {
  switch (bench.lie) {
    case 'wrong-signature':
      return bench.authority.device.sign(payload, await strangerKey(bench.algorithm));
    case 'stranger':
      return (await bench.stranger()).device.sign(payload);
    case 'expired-certificate':
      return (await bench.authority.expiredDevice()).sign(payload);
    default:
      return bench.authority.device.sign(payload);
  }
}

/** The `biometrics` of a successful capture: one signed sample after the other, in one hash chain. */
export async function signSamples(
  order: CaptureOrderOnWire,
  person: Person,
  bench: SigningBench,
): Promise<readonly object[]> {
  const { unit } = order;
  const { lie } = bench;
  const biometrics: object[] = [];
  let previousHash = order.previousHash;
  const subTypes = bench.isOrderOther ? order.subTypes.toReversed() : order.subTypes;
  for (const asked of subTypes) {
    const subType = lie === 'repeated-finger' ? (subTypes[0] ?? asked) : asked;
    const score = scoreOf(person, subType, bench.score);
    const record = await recordOf(order, subType, person, score, bench);
    const digitalId = { ...unit.digitalId(), ...(lie === 'other-device' ? { serialNo: 'X' } : {}) };
    const payload = {
      digitalId: await bench.authority.device.sign(digitalId),
      deviceCode: unit.serialNo,
      deviceServiceVersion: bench.specVersion,
      bioType: unit.model.type,
      bioSubType: subType,
      purpose: 'Registration',
      env: bench.environment,
      bioValue: Buffer.from(record).toString('base64url'),
      transactionId: lie === 'other-transaction' ? 'another-one' : order.transactionId,
      timestamp: sbiTime(new Date(Date.now() + shiftMs(lie))),
      requestedScore: String(order.requestedScore),
      qualityScore: score.toFixed(2),
    };
    const hash = chainHash(previousHash, record);
    biometrics.push({
      specVersion: bench.specVersion,
      data: await signAs(bench, lie === 'no-json' ? [payload.bioType] : payload),
      hash: lie === 'broken-chain' ? chainHash('', Buffer.from('another')) : hash,
      error: { errorCode: '0', errorInfo: 'Success' },
    });
    previousHash = hash;
  }
  return biometrics;
}
