import type { Socket } from 'node:net';

import type { FingerPosition } from '../../../domain/finger-position.ts';
import { fingerOfSubType, fingerSubType } from '../../protocols/sbi/bio-sub-type.ts';
import { SLAP_FINGERS } from '../../../domain/slap.ts';
import type { SbiBioType } from '../../protocols/sbi/profile.ts';
import type { SbiDeviceStatus } from '../../protocols/sbi/replies.ts';

export const SBI_UNIT_KINDS = ['slap', 'single', 'irises', 'face'] as const;
export type SbiUnitKind = (typeof SBI_UNIT_KINDS)[number];

/** What one sensor of a device takes: which sub-types there are, and how many count and exceptions make together. */
interface Sensor {
  readonly subTypes: readonly string[];
  readonly total: number;
}

interface Model {
  readonly type: SbiBioType;
  readonly deviceSubType: string;
  /** By deviceSubId. */
  readonly sensors: ReadonlyMap<string, Sensor>;
  /** Takes a finger from nail to nail when its maker's own option says so. */
  readonly rolls: boolean;
}

const ALL_FINGERS: readonly FingerPosition[] = Object.values(SLAP_FINGERS).flat();

function fingers(positions: readonly FingerPosition[], total: number): Sensor {
  return { subTypes: positions.map(fingerSubType), total };
}

const MODELS: Readonly<Record<SbiUnitKind, Model>> = {
  slap: {
    type: 'Finger',
    deviceSubType: 'Slap',
    rolls: true,
    sensors: new Map([
      ['1', fingers(SLAP_FINGERS['left-four'], 4)],
      ['2', fingers(SLAP_FINGERS['right-four'], 4)],
      ['3', fingers(SLAP_FINGERS['two-thumbs'], 2)],
    ]),
  },
  single: {
    type: 'Finger',
    deviceSubType: 'Single',
    rolls: false,
    sensors: new Map([['0', fingers(ALL_FINGERS, 1)]]),
  },
  irises: {
    type: 'Iris',
    deviceSubType: 'Double',
    rolls: false,
    sensors: new Map([
      ['1', { subTypes: ['Left'], total: 1 }],
      ['2', { subTypes: ['Right'], total: 1 }],
      ['3', { subTypes: ['Left', 'Right'], total: 2 }],
    ]),
  },
  face: {
    type: 'Face',
    deviceSubType: 'Full face',
    rolls: false,
    sensors: new Map([['0', { subTypes: [], total: 1 }]]),
  },
};

export interface RunningCapture {
  /** Ends it early with this error code. */
  readonly fail: (errorCode: string) => void;
  /** Something before the sensor has changed. */
  readonly look: () => void;
}

export interface RunningStream {
  readonly socket: Socket;
  readonly deviceSubId: string;
  /** Something before the sensor has changed. */
  readonly look: () => void;
}

/** One emulated device: what it is, and what it is doing. */
export class SbiUnit {
  readonly kind: SbiUnitKind;
  readonly deviceId: string;
  readonly serialNo: string;
  readonly model: Model;
  /** What the operator of the emulator set; the device's own work makes it Busy beside. */
  setStatus: Exclude<SbiDeviceStatus, 'unknown'> = 'Ready';
  capture: RunningCapture | undefined;
  stream: RunningStream | undefined;

  constructor(kind: SbiUnitKind, index: number) {
    this.kind = kind;
    this.deviceId = String(index + 1);
    this.serialNo = `EMUL-${kind.toUpperCase()}-${String(index + 1).padStart(3, '0')}`;
    this.model = MODELS[kind];
  }

  get status(): Exclude<SbiDeviceStatus, 'unknown'> {
    if (this.setStatus !== 'Ready') return this.setStatus;
    return this.capture === undefined && this.stream === undefined ? 'Ready' : 'Busy';
  }

  digitalId(): object {
    return {
      serialNo: this.serialNo,
      make: 'Emulated',
      model: `SBI ${this.kind}`,
      type: this.model.type,
      deviceSubType: this.model.deviceSubType,
      deviceProvider: 'Emulated Provider',
      deviceProviderId: 'EMUL',
      dateTime: new Date().toISOString(),
    };
  }
}

/** Whether the name is one that an `exception` may have at all. */
export function isBodyPart(name: string): boolean {
  return fingerOfSubType(name) !== undefined || name === 'Left' || name === 'Right';
}
