import { createHash } from 'node:crypto';

import { createSbiAuthority } from '../../../src/devices/emulators/sbi/authority.ts';
import type { SbiAuthority } from '../../../src/devices/emulators/sbi/authority.ts';
import { fingerSubType } from '../../../src/devices/protocols/sbi/bio-sub-type.ts';
import { planCapture } from '../../../src/devices/protocols/sbi/capture-plan.ts';
import { readCaptureReply } from '../../../src/devices/protocols/sbi/capture-reply.ts';
import type { ExpectedCapture } from '../../../src/devices/protocols/sbi/capture-reply.ts';
import { trustAnchors } from '../../../src/devices/protocols/sbi/certificate-trust.ts';
import type { CertificateTrust } from '../../../src/devices/protocols/sbi/certificate-trust.ts';
import { encodeFingerRecord } from '../../../src/devices/protocols/sbi/finger-record.ts';
import { chainHash } from '../../../src/devices/protocols/sbi/hash-chain.ts';
import { readInfoReply } from '../../../src/devices/protocols/sbi/replies.ts';
import { sbiTime } from '../../../src/devices/protocols/sbi/requests.ts';
import { isoFingerCode } from '../../../src/domain/finger-position.ts';
import type { FingerPosition } from '../../../src/domain/finger-position.ts';
import { SLAP_FINGERS } from '../../../src/domain/slap.ts';
import { seededRandom } from '../../../src/station/training/seeded-random.ts';
import { randomBytes } from '../bytes.ts';
import type { Frame, Limits, Protocol } from '../protocol.ts';

const SERIAL = 'EMUL-1';
const TRANSACTION = 'transaction-1';

/** Signed once and damaged often: a signature costs more than all the rest. Keys are new in every run. */
const SIGNED_ANSWERS = 32;

const DIGITAL_ID = {
  serialNo: SERIAL,
  make: 'Emulated',
  model: 'SBI',
  type: 'Finger',
  deviceSubType: 'Slap',
};

const EXPECTED: ExpectedCapture = {
  plan: planCapture({ kind: 'two-thumbs' }, 'Slap'),
  environment: 'Staging',
  specVersion: '0.9.5',
  transactionId: TRANSACTION,
  previousHash: '',
  serialNo: SERIAL,
};

const LIMITS: Limits = { keptBytes: 0, lostFrames: 0, msPerThousandFrames: 60_000 };

/** What counts of a sample: whose finger, how good, and every byte of the record. */
function sampleMeaning(position: string, qualityScore: number, record: Uint8Array): string {
  return `${position} ${qualityScore} ${createHash('sha256').update(record).digest('hex')}`;
}

const base64Url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url');

function thumbRecord(position: FingerPosition, image: Uint8Array): Uint8Array {
  const print = {
    positionCode: isoFingerCode(position),
    impressionCode: 0,
    widthPixels: 4,
    heightPixels: 4,
    resolutionPpi: 500,
    bitDepth: 8,
    compression: 'raw',
    qualities: [{ score: 60, vendorId: 1, algorithmId: 1 }],
    image,
  } as const;
  return encodeFingerRecord([print], new Date());
}

/** Both thumbs, the second one continuing the first one's hash. */
async function captureAnswer(authority: SbiAuthority, number: number): Promise<Frame> {
  const random = seededRandom(number);
  const biometrics: object[] = [];
  const meanings: string[] = [];
  let previousHash = '';
  for (const position of SLAP_FINGERS['two-thumbs']) {
    const record = thumbRecord(position, randomBytes(random, 16));
    const qualityScore = random.integer(1, 100);
    const data = await authority.device.sign({
      digitalId: base64Url(JSON.stringify(DIGITAL_ID)),
      deviceCode: SERIAL,
      bioType: 'Finger',
      bioSubType: fingerSubType(position),
      purpose: 'Registration',
      env: 'Staging',
      bioValue: base64Url(record),
      transactionId: TRANSACTION,
      timestamp: sbiTime(new Date()),
      requestedScore: '40',
      qualityScore: String(qualityScore),
    });
    previousHash = chainHash(previousHash, record);
    const error = { errorCode: '0', errorInfo: 'Success' };
    biometrics.push({ specVersion: '0.9.5', data, hash: previousHash, error });
    meanings.push(sampleMeaning(position, qualityScore, record));
  }
  const body = Buffer.from(JSON.stringify({ biometrics }));
  return { pieces: [body], meaning: [...meanings, previousHash].join(' ') };
}

async function infoAnswer(authority: SbiAuthority, number: number): Promise<Frame> {
  const deviceId = String(number);
  const deviceInfo = await authority.device.sign({
    deviceId,
    deviceStatus: 'Ready',
    digitalId: await authority.device.sign(DIGITAL_ID),
    deviceSubId: ['1', '2', '3'],
    specVersion: ['0.9.5'],
    env: 'Staging',
  });
  const body = Buffer.from(JSON.stringify([{ deviceInfo, error: null }]));
  return { pieces: [body], meaning: `${deviceId} ${SERIAL}` };
}

interface Signed {
  readonly authority: SbiAuthority;
  readonly trust: CertificateTrust;
}

async function newAuthority(): Promise<Signed> {
  const authority = await createSbiAuthority('ES256', false);
  return { authority, trust: { anchors: trustAnchors([authority.rootPem]), now: new Date() } };
}

/** Only what a device signed, as it signed it, and none of it from another answer, may be understood. */
async function signedProtocol(
  name: string,
  { authority, trust }: Signed,
  sign: (authority: SbiAuthority, number: number) => Promise<Frame>,
  read: (body: Uint8Array, trust: CertificateTrust) => Promise<readonly string[]>,
): Promise<Protocol> {
  const answers = await Promise.all(
    Array.from({ length: SIGNED_ANSWERS }, (_, number) => sign(authority, number)),
  );
  return {
    name,
    carrier: 'messages',
    frames: (random, count) => Array.from({ length: count }, () => random.pick(answers)),
    reader: () => ({ keptBytes: 0, read: (body) => read(body, trust) }),
    invented: (understood) =>
      understood.find((meaning) => !answers.some((answer) => answer.meaning === meaning)),
    limits: LIMITS,
  };
}

/** The answer to device info, with a digital id that is signed as well. */
export async function sbiInfo(): Promise<Protocol> {
  return signedProtocol('sbi-info', await newAuthority(), infoAnswer, async (body, trust) => {
    const entries = await readInfoReply(body, trust);
    if (!entries.ok) return [];
    return entries.value.flatMap((entry) =>
      entry.ok ? [`${entry.value.deviceId} ${entry.value.digitalId.serialNo}`] : [],
    );
  });
}

/** The answer to a capture: JSON, signed texts, certificates, finger records and the hash chain through them. */
export async function sbiCapture(): Promise<Protocol> {
  return signedProtocol('sbi-capture', await newAuthority(), captureAnswer, async (body, trust) => {
    const capture = await readCaptureReply(body, EXPECTED, trust);
    if (!capture.ok) return [];
    const meanings = capture.value.samples.map((sample) => {
      if (sample.modality !== 'finger') throw new Error(`a ${sample.modality} nobody asked for`);
      return sampleMeaning(sample.position, sample.qualityScore, sample.record);
    });
    return [[...meanings, capture.value.lastHash].join(' ')];
  });
}
