import { EYES } from '../../../domain/eye.ts';
import type { Eye } from '../../../domain/eye.ts';
import type { FingerPosition } from '../../../domain/finger-position.ts';
import { SLAP_FINGERS, slapOf } from '../../../domain/slap.ts';
import type { Slap } from '../../../domain/slap.ts';
import { eyeSubType, fingerSubType } from './bio-sub-type.ts';
import type { SbiBioType } from './profile.ts';

/** What to take in one capture, in the words of the trade. */
export type CaptureTarget =
  | { readonly kind: Slap; readonly exceptions?: readonly FingerPosition[] }
  | { readonly kind: 'single-print'; readonly position: FingerPosition }
  | { readonly kind: 'irises'; readonly exceptions?: readonly Eye[] }
  | { readonly kind: 'single-iris'; readonly eye: Eye }
  | { readonly kind: 'face' }
  /** A portrait that shows which fingers or eyes are missing. */
  | { readonly kind: 'exception-photo'; readonly missing: readonly (FingerPosition | Eye)[] };

/** The same in the words of the interface. */
export interface CapturePlan {
  readonly type: SbiBioType;
  /** 1 left, 2 right, 3 both thumbs or both irises; 0 where the device has one sensor only. */
  readonly deviceSubId: string;
  /** The sub-types that must come back, each once; empty for a face, which has none. */
  readonly subTypes: readonly string[];
  readonly exceptions: readonly string[];
}

const SLAP_SUB_ID: Readonly<Record<Slap, string>> = {
  'left-four': '1',
  'right-four': '2',
  'two-thumbs': '3',
};

function slapPlan(slap: Slap, exceptions: readonly FingerPosition[]): CapturePlan {
  const fingers = SLAP_FINGERS[slap];
  const wanted = fingers.filter((finger) => !exceptions.includes(finger));
  const left = fingers.filter((finger) => exceptions.includes(finger));
  if (left.length !== exceptions.length || wanted.length === 0) {
    throw new RangeError(`exceptions [${exceptions.join(', ')}] do not fit the slap ${slap}`);
  }
  return {
    type: 'Finger',
    deviceSubId: SLAP_SUB_ID[slap],
    subTypes: wanted.map(fingerSubType),
    exceptions: left.map(fingerSubType),
  };
}

function irisPlan(exceptions: readonly Eye[]): CapturePlan {
  const wanted = EYES.filter((eye) => !exceptions.includes(eye));
  if (wanted.length === 0) throw new RangeError('no eye is left to capture');
  return {
    type: 'Iris',
    deviceSubId: '3',
    subTypes: wanted.map(eyeSubType),
    exceptions: EYES.filter((eye) => exceptions.includes(eye)).map(eyeSubType),
  };
}

/**
 * How a device of this sub-type (`deviceSubType` of its digital id: Slap, Single, Double …) takes the target. A slap
 * scanner takes one finger as a slap in which the others are excepted.
 *
 * @throws RangeError for exceptions that are not of the slap, or that leave nothing to capture.
 */
export function planCapture(target: CaptureTarget, deviceSubType: string): CapturePlan {
  switch (target.kind) {
    case 'left-four':
    case 'right-four':
    case 'two-thumbs':
      return slapPlan(target.kind, target.exceptions ?? []);
    case 'single-print': {
      const slap = slapOf(target.position);
      if (deviceSubType === 'Slap') {
        return slapPlan(
          slap,
          SLAP_FINGERS[slap].filter((finger) => finger !== target.position),
        );
      }
      const subTypes = [fingerSubType(target.position)];
      return { type: 'Finger', deviceSubId: '0', subTypes, exceptions: [] };
    }
    case 'irises':
      return irisPlan(target.exceptions ?? []);
    case 'single-iris': {
      if (deviceSubType === 'Double') {
        return irisPlan(EYES.filter((eye) => eye !== target.eye));
      }
      return {
        type: 'Iris',
        deviceSubId: target.eye === 'left' ? '1' : '2',
        subTypes: [eyeSubType(target.eye)],
        exceptions: [],
      };
    }
    case 'face':
      return { type: 'Face', deviceSubId: '0', subTypes: [], exceptions: [] };
    case 'exception-photo':
      return {
        type: 'Face',
        deviceSubId: '0',
        subTypes: [],
        exceptions: target.missing.map((part) =>
          part === 'left' || part === 'right' ? eyeSubType(part) : fingerSubType(part),
        ),
      };
  }
}

/** How many samples come back: one for each sub-type, one for a face. */
export function sampleCount(plan: CapturePlan): number {
  return plan.type === 'Face' ? 1 : plan.subTypes.length;
}
