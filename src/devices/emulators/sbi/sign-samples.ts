import { FINGER_POSITIONS } from '../../../domain/finger-position.ts';
import type { FingerPosition } from '../../../domain/finger-position.ts';
import { fingerOfSubType } from '../../protocols/sbi/bio-sub-type.ts';
import { chainHash } from '../../protocols/sbi/hash-chain.ts';
import { sbiTime } from '../../protocols/sbi/requests.ts';
import { strangerKey } from './authority.ts';
import type { SbiAlgorithm, SbiAuthority } from './authority.ts';
import { plainRecord, printRecord } from './biometrics.ts';
import type { Hand } from './biometrics.ts';
import type { CaptureOrderOnWire } from './capture-rules.ts';
import type { SbiLie } from './faults.ts';

export interface SigningBench {
  readonly algorithm: SbiAlgorithm;
  readonly authority: SbiAuthority;
  /** Same names, other keys. */
  readonly stranger: SbiAuthority;
  readonly environment: string;
  readonly specVersion: string;
  readonly hand: Hand;
  readonly score: number;
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

async function recordOf(
  order: CaptureOrderOnWire,
  subType: string,
  bench: SigningBench,
): Promise<Uint8Array> {
  const { unit } = order;
  if (unit.model.type === 'Face') return plainRecord('FAC', unit.touch);
  if (unit.model.type === 'Iris') return plainRecord('IIR', unit.touch + subType.length);
  const position = fingerOfSubType(subType) ?? 'right-index';
  const shown = bench.lie === 'other-finger' ? neighbour(position) : position;
  return printRecord(bench.hand, shown, unit.touch, bench.score);
}

/** A compact JWS as this device, or as whoever the ordered lie makes it, signs. */
export async function signAs(bench: SigningBench, payload: object): Promise<string> {
  switch (bench.lie) {
    case 'wrong-signature':
      return bench.authority.device.sign(payload, await strangerKey(bench.algorithm));
    case 'stranger':
      return bench.stranger.device.sign(payload);
    case 'expired-certificate':
      return bench.authority.expiredDevice.sign(payload);
    default:
      return bench.authority.device.sign(payload);
  }
}

/** The `biometrics` of a successful capture: one signed sample after the other, in one hash chain. */
export async function signSamples(
  order: CaptureOrderOnWire,
  bench: SigningBench,
): Promise<readonly object[]> {
  const { unit } = order;
  const { lie } = bench;
  const biometrics: object[] = [];
  let previousHash = order.previousHash;
  for (const asked of order.subTypes) {
    const subType = lie === 'repeated-finger' ? (order.subTypes[0] ?? asked) : asked;
    const record = await recordOf(order, subType, bench);
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
      qualityScore: bench.score.toFixed(2),
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
