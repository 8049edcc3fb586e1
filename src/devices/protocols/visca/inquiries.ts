import { focusModeFromCode, powerFromCode } from './commands.ts';
import type { FocusMode, PowerState } from './commands.ts';
import { fromNibbles, fromSignedNibbles } from './nibbles.ts';

/** A question, and how its answer reads (EVI-D70 technical manual, "Inquiry Command List"). */
export interface ViscaInquiry<Answer> {
  /** Without header and terminator. */
  readonly message: Uint8Array;
  /** Undefined where the data are not an answer to this question. */
  readonly read: (data: Uint8Array) => Answer | undefined;
}

export interface CameraVersion {
  /** 0x0020 is Sony. */
  readonly vendorCode: number;
  readonly modelCode: number;
  readonly romRevision: number;
  readonly socketCount: number;
}

/** Steps from the centre, right and up positive. */
export interface PanTiltSteps {
  readonly pan: number;
  readonly tilt: number;
}

const inquiry = <Answer>(
  message: readonly number[],
  sizeBytes: number,
  read: (data: Uint8Array) => Answer | undefined,
): ViscaInquiry<Answer> => ({
  message: Uint8Array.from(message),
  read: (data) => (data.length === sizeBytes ? read(data) : undefined),
});

export const powerInquiry: ViscaInquiry<PowerState> = inquiry([0x09, 0x04, 0x00], 1, (data) =>
  powerFromCode(data[0]),
);

/** 0 is wide; the end of the optical range is 0x4000. */
export const zoomInquiry: ViscaInquiry<number> = inquiry([0x09, 0x04, 0x47], 4, (data) =>
  fromNibbles(data, 0),
);

export const focusModeInquiry: ViscaInquiry<FocusMode> = inquiry([0x09, 0x04, 0x38], 1, (data) =>
  focusModeFromCode(data[0]),
);

export const panTiltInquiry: ViscaInquiry<PanTiltSteps> = inquiry([0x09, 0x06, 0x12], 8, (data) => {
  const pan = fromSignedNibbles(data, 0);
  const tilt = fromSignedNibbles(data, 4);
  return pan === undefined || tilt === undefined ? undefined : { pan, tilt };
});

export const versionInquiry: ViscaInquiry<CameraVersion> = inquiry(
  [0x09, 0x00, 0x02],
  7,
  (data) => {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    return {
      vendorCode: view.getUint16(0),
      modelCode: view.getUint16(2),
      romRevision: view.getUint16(4),
      socketCount: view.getUint8(6),
    };
  },
);

/** The fastest pan and tilt speed codes that the camera takes. */
export const maximumSpeedInquiry: ViscaInquiry<PanTiltSteps> = inquiry(
  [0x09, 0x06, 0x11],
  2,
  ([pan = 0, tilt = 0]) => (pan === 0 || tilt === 0 ? undefined : { pan, tilt }),
);
