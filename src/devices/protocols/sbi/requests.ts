import { sampleCount } from './capture-plan.ts';
import type { CapturePlan } from './capture-plan.ts';
import type { SbiBioType, SbiEnvironment, SbiProfile } from './profile.ts';

/** One request: the verb and path of its HTTP request line, and its JSON body (empty where it has none). */
export interface SbiRequest {
  readonly verb: string;
  readonly path: string;
  readonly body: string;
}

/** Which devices of this type are there, and how they are (0.9.5, "Device discovery"). */
export function discoveryRequest(
  profile: SbiProfile,
  type: SbiBioType | 'Biometric Device',
): SbiRequest {
  return { verb: profile.discoveryVerb, path: '/device', body: JSON.stringify({ type }) };
}

/** What each device is, signed (0.9.5, "Device info"). */
export function infoRequest(): SbiRequest {
  return { verb: 'MOSIPDINFO', path: '/info', body: '' };
}

export interface CaptureOrder {
  readonly plan: CapturePlan;
  readonly deviceId: string;
  readonly environment: SbiEnvironment;
  /** 4 to 50 letters, digits and hyphens. */
  readonly transactionId: string;
  readonly now: Date;
  readonly timeoutMs: number;
  /** NFIQ 2 (fingers) or the device's own score, 0–100, at which the device captures of itself. */
  readonly requestedScore: number;
  /** Hash of the sample before, 64 hexadecimal digits; empty for the first. */
  readonly previousHash: string;
  /** What the maker of the device documents beside the interface: at most fifty names and values. */
  readonly customOptions?: Readonly<Record<string, string>>;
}

const TRANSACTION_ID = /^[A-Za-z0-9-]{4,50}$/;

export function isTransactionId(text: string): boolean {
  return TRANSACTION_ID.test(text);
}

/** Seconds are the finest that the interface writes: 2026-11-22T09:00:00Z. */
export function sbiTime(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}

/** Registration capture (0.9.5, "Registration device capture"). All numbers travel as text. */
export function captureRequest(profile: SbiProfile, order: CaptureOrder): SbiRequest {
  if (!isTransactionId(order.transactionId)) {
    throw new RangeError('a transaction id has 4 to 50 letters, digits and hyphens');
  }
  const { plan } = order;
  const body = {
    env: order.environment,
    purpose: 'Registration',
    specVersion: profile.specVersion,
    timeout: String(order.timeoutMs),
    captureTime: sbiTime(order.now),
    transactionId: order.transactionId,
    bio: [
      {
        type: plan.type,
        count: String(sampleCount(plan)),
        ...(plan.subTypes.length === 0 ? {} : { bioSubType: plan.subTypes }),
        exception: plan.exceptions,
        requestedScore: String(order.requestedScore),
        deviceId: order.deviceId,
        deviceSubId: plan.deviceSubId,
        previousHash: order.previousHash,
      },
    ],
    customOpts: order.customOptions ?? {},
  };
  return { verb: 'RCAPTURE', path: '/capture', body: JSON.stringify(body) };
}

/** Preview pictures (0.9.5, "Registration device stream"). */
export function streamRequest(
  profile: SbiProfile,
  device: { readonly deviceId: string; readonly serialNo: string },
  deviceSubId: string,
  timeoutMs: number,
): SbiRequest {
  const body = {
    [profile.streamDeviceField]: device[profile.streamDeviceField],
    deviceSubId,
    timeout: String(timeoutMs),
  };
  return { verb: 'STREAM', path: '/stream', body: JSON.stringify(body) };
}
