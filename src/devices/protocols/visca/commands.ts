import { fromNibbles, fromSignedNibbles, toNibbles } from './nibbles.ts';

/**
 * Commands (EVI-D70 and EVI-D100 technical manuals, "Command List"). Speeds and positions are the device's own numbers;
 * what range of them a model takes is its profile's matter (`models.ts`).
 */
export type ViscaCommand =
  | { readonly kind: 'power'; readonly power: 'on' | 'standby' }
  /** Without a speed the lens moves at the standard one; speeds are 0 (slow) to 7. */
  | { readonly kind: 'zoom'; readonly direction: 'tele' | 'wide'; readonly speed?: number }
  | { readonly kind: 'zoom-stop' }
  | { readonly kind: 'zoom-direct'; readonly position: number }
  | { readonly kind: 'focus'; readonly direction: 'far' | 'near'; readonly speed?: number }
  | { readonly kind: 'focus-stop' }
  | { readonly kind: 'focus-mode'; readonly mode: FocusMode }
  | { readonly kind: 'exposure-mode'; readonly mode: ExposureMode }
  | {
      readonly kind: 'pan-tilt-drive';
      readonly panSpeed: number;
      readonly tiltSpeed: number;
      readonly pan: PanDirection;
      readonly tilt: TiltDirection;
    }
  | {
      readonly kind: 'pan-tilt-absolute';
      readonly panSpeed: number;
      readonly tiltSpeed: number;
      /** Steps right of the centre; negative to the left. */
      readonly pan: number;
      /** Steps above the centre; negative below. */
      readonly tilt: number;
    }
  | { readonly kind: 'pan-tilt-home' };

export type FocusMode = 'auto' | 'manual';
export type ExposureMode = 'full-auto' | 'manual' | 'shutter-priority' | 'iris-priority' | 'bright';
export type PanDirection = 'left' | 'right' | 'stop';
export type TiltDirection = 'up' | 'down' | 'stop';
export type PowerState = 'on' | 'standby';

const POWER = { on: 0x02, standby: 0x03 } as const;
const FOCUS_MODE = { auto: 0x02, manual: 0x03 } as const;
const EXPOSURE_MODE = {
  'full-auto': 0x00,
  manual: 0x03,
  'shutter-priority': 0x0a,
  'iris-priority': 0x0b,
  bright: 0x0d,
} as const;
const PAN = { left: 0x01, right: 0x02, stop: 0x03 } as const;
const TILT = { up: 0x01, down: 0x02, stop: 0x03 } as const;
/** Standard speed; with a speed the same direction is 0x2p or 0x3p. */
const LENS = { tele: 0x02, wide: 0x03, far: 0x02, near: 0x03 } as const;

export const FASTEST_LENS_SPEED = 7;

/** The name of a code in one of the tables above. */
function nameOf<Name extends string>(
  table: Readonly<Record<Name, number>>,
  code: number | undefined,
): Name | undefined {
  const names = Object.keys(table) as Name[];
  return names.find((name) => table[name] === code);
}

function lensByte(direction: keyof typeof LENS, speed: number | undefined): number {
  const code = LENS[direction];
  return speed === undefined ? code : (code << 4) | speed;
}

/** The message of a command, without header and terminator. */
export function encodeCommand(command: ViscaCommand): Uint8Array {
  switch (command.kind) {
    case 'power':
      return Uint8Array.of(0x01, 0x04, 0x00, POWER[command.power]);
    case 'zoom':
      return Uint8Array.of(0x01, 0x04, 0x07, lensByte(command.direction, command.speed));
    case 'zoom-stop':
      return Uint8Array.of(0x01, 0x04, 0x07, 0x00);
    case 'zoom-direct':
      return Uint8Array.of(0x01, 0x04, 0x47, ...toNibbles(command.position));
    case 'focus':
      return Uint8Array.of(0x01, 0x04, 0x08, lensByte(command.direction, command.speed));
    case 'focus-stop':
      return Uint8Array.of(0x01, 0x04, 0x08, 0x00);
    case 'focus-mode':
      return Uint8Array.of(0x01, 0x04, 0x38, FOCUS_MODE[command.mode]);
    case 'exposure-mode':
      return Uint8Array.of(0x01, 0x04, 0x39, EXPOSURE_MODE[command.mode]);
    case 'pan-tilt-drive': {
      const { panSpeed, tiltSpeed, pan, tilt } = command;
      return Uint8Array.of(0x01, 0x06, 0x01, panSpeed, tiltSpeed, PAN[pan], TILT[tilt]);
    }
    case 'pan-tilt-absolute': {
      const position = [...toNibbles(command.pan), ...toNibbles(command.tilt)];
      return Uint8Array.of(0x01, 0x06, 0x02, command.panSpeed, command.tiltSpeed, ...position);
    }
    case 'pan-tilt-home':
      return Uint8Array.of(0x01, 0x06, 0x04);
  }
}

/** Reads the message of a command back, as the camera does; undefined where it is none of those above. */
export function decodeCommand(message: Uint8Array): ViscaCommand | undefined {
  const [type, category, code, ...parameters] = message;
  if (type !== 0x01) return undefined;
  if (category === 0x04) return decodeCameraCommand(code, Uint8Array.from(parameters));
  if (category === 0x06) return decodePanTiltCommand(code, Uint8Array.from(parameters));
  return undefined;
}

function decodeCameraCommand(
  code: number | undefined,
  parameters: Uint8Array,
): ViscaCommand | undefined {
  if (code === 0x47) {
    const position = fromNibbles(parameters, 0);
    if (position === undefined || parameters.length !== 4) return undefined;
    return { kind: 'zoom-direct', position };
  }
  if (parameters.length !== 1) return undefined;
  const value = parameters[0] ?? 0;
  switch (code) {
    case 0x00: {
      const power = nameOf(POWER, value);
      return power && { kind: 'power', power };
    }
    case 0x07:
      return value === 0 ? { kind: 'zoom-stop' } : decodeLens('zoom', ['tele', 'wide'], value);
    case 0x08:
      return value === 0 ? { kind: 'focus-stop' } : decodeLens('focus', ['far', 'near'], value);
    case 0x38: {
      const mode = nameOf(FOCUS_MODE, value);
      return mode && { kind: 'focus-mode', mode };
    }
    case 0x39: {
      const mode = nameOf(EXPOSURE_MODE, value);
      return mode && { kind: 'exposure-mode', mode };
    }
    default:
      return undefined;
  }
}

function decodeLens<Kind extends 'zoom' | 'focus', Direction extends keyof typeof LENS>(
  kind: Kind,
  directions: readonly Direction[],
  value: number,
): { readonly kind: Kind; readonly direction: Direction; readonly speed?: number } | undefined {
  const hasSpeed = value > 0xf;
  const direction = directions.find((name) => LENS[name] === (hasSpeed ? value >> 4 : value));
  if (direction === undefined) return undefined;
  if (!hasSpeed) return { kind, direction };
  const speed = value & 0xf;
  return speed > FASTEST_LENS_SPEED ? undefined : { kind, direction, speed };
}

function decodePanTiltCommand(
  code: number | undefined,
  parameters: Uint8Array,
): ViscaCommand | undefined {
  const [panSpeed = 0, tiltSpeed = 0] = parameters;
  if (code === 0x04 && parameters.length === 0) return { kind: 'pan-tilt-home' };
  if (code === 0x01 && parameters.length === 4) {
    const pan = nameOf(PAN, parameters[2]);
    const tilt = nameOf(TILT, parameters[3]);
    if (pan === undefined || tilt === undefined) return undefined;
    return { kind: 'pan-tilt-drive', panSpeed, tiltSpeed, pan, tilt };
  }
  if (code === 0x02 && parameters.length === 10) {
    const pan = fromSignedNibbles(parameters, 2);
    const tilt = fromSignedNibbles(parameters, 6);
    if (pan === undefined || tilt === undefined) return undefined;
    return { kind: 'pan-tilt-absolute', panSpeed, tiltSpeed, pan, tilt };
  }
  return undefined;
}

/** Address Set for all cameras: the first is told to be 1. Sent with the broadcast header. */
export const addressSet = (): Uint8Array => Uint8Array.of(0x30, 0x01);

/** IF_Clear: empties the sockets. For one camera or, with the broadcast header, for all. */
export const interfaceClear = (): Uint8Array => Uint8Array.of(0x01, 0x00, 0x01);

/** Command Cancel: ends what works in this socket. */
export const cancelSocket = (socket: 1 | 2): Uint8Array => Uint8Array.of(0x20 | socket);

export const powerFromCode = (code: number | undefined): PowerState | undefined =>
  nameOf(POWER, code);
export const powerCode = (power: PowerState): number => POWER[power];
export const focusModeFromCode = (code: number | undefined): FocusMode | undefined =>
  nameOf(FOCUS_MODE, code);
export const focusModeCode = (mode: FocusMode): number => FOCUS_MODE[mode];
