import type { DeviceView } from '../../../contract/views.ts';
import type { DeviceRole } from '../../../domain/device-role.ts';
import { DEVICE_ROLES } from '../../../domain/device-role.ts';

export type PortKind = DeviceView['transport'];
export const PORT_KINDS = [
  'serial',
  'hid',
  'loopback-http',
  'media',
] as const satisfies readonly PortKind[];

/** Sizes of the picture in CSS pixels. */
export const ROW_HEIGHT = 54;
export const ROLE_HEIGHT = 54;
const ROW_GAP = 6;
const KIND_HEIGHT = 26;
const EMPTY_HEIGHT = 26;
const KIND_GAP = 6;
const ROLE_GAP = 10;

interface KindRow {
  readonly kind: PortKind;
  readonly top: number;
  readonly devices: readonly { readonly device: DeviceView; readonly top: number }[];
}

/**
 * - `serving`: it does the role's work now;
 * - `standby`: it could;
 * - `broken`: it cannot.
 */
export type WireState = 'serving' | 'standby' | 'broken';

interface Wire {
  readonly deviceId: string;
  readonly state: WireState;
  /** Middle of the device's row and of the role's box. */
  readonly from: number;
  readonly to: number;
}

export interface RackLayout {
  readonly height: number;
  readonly kinds: readonly KindRow[];
  readonly roles: readonly { readonly role: DeviceRole; readonly top: number }[];
  readonly wires: readonly Wire[];
}

/**
 * Where everything stands in the picture of the rack: ports by kind at the left, each with its devices, roles at the
 * right, as near to their devices as there is room, and a wire from each device to its role.
 */
export function layOutRack(devices: readonly DeviceView[]): RackLayout {
  const { kinds, height: kindsHeight } = layOutKinds(devices);
  const middles = new Map(
    kinds.flatMap((kind) =>
      kind.devices.map(({ device, top }) => [device.deviceId, top + ROW_HEIGHT / 2] as const),
    ),
  );
  const leastHeight = DEVICE_ROLES.length * (ROLE_HEIGHT + ROLE_GAP) - ROLE_GAP;
  const height = Math.max(kindsHeight, leastHeight);
  const roles = layOutRoles(devices, middles, height);
  const wires = devices.map((device) => {
    const top = roles.find(({ role }) => role === device.role)?.top ?? 0;
    return {
      deviceId: device.deviceId,
      state: wireState(device),
      from: middles.get(device.deviceId) ?? 0,
      to: top + ROLE_HEIGHT / 2,
    };
  });
  return { height, kinds, roles, wires };
}

/** Devices in the order of the picture, from above: the order in which arrow keys go through them. */
export function inPictureOrder(devices: readonly DeviceView[]): readonly DeviceView[] {
  return PORT_KINDS.flatMap((kind) => devices.filter(({ transport }) => transport === kind));
}

/** The device that lies open: the one that was chosen, else one in trouble, else one that serves, else any. */
export function deviceToShow(
  devices: readonly DeviceView[],
  chosenId: string | null,
): DeviceView | undefined {
  const inOrder = inPictureOrder(devices);
  return (
    inOrder.find(({ deviceId }) => deviceId === chosenId) ??
    inOrder.find(({ state }) => state === 'trouble') ??
    inOrder.find(({ state }) => state === 'lost') ??
    inOrder.find(({ serving }) => serving) ??
    inOrder[0]
  );
}

function layOutKinds(devices: readonly DeviceView[]): { kinds: KindRow[]; height: number } {
  const kinds: KindRow[] = [];
  let y = 0;
  for (const kind of PORT_KINDS) {
    const ofKind = devices.filter(({ transport }) => transport === kind);
    const first = y + KIND_HEIGHT;
    kinds.push({
      kind,
      top: y,
      devices: ofKind.map((device, index) => ({
        device,
        top: first + index * (ROW_HEIGHT + ROW_GAP),
      })),
    });
    const content =
      ofKind.length === 0 ? EMPTY_HEIGHT : ofKind.length * (ROW_HEIGHT + ROW_GAP) - ROW_GAP;
    y = first + content + KIND_GAP;
  }
  return { kinds, height: y - KIND_GAP };
}

function layOutRoles(
  devices: readonly DeviceView[],
  middles: ReadonlyMap<string, number>,
  height: number,
): { role: DeviceRole; top: number }[] {
  const wanted = DEVICE_ROLES.map((role) => {
    const ofRole = devices.filter((device) => device.role === role);
    const sum = ofRole.reduce((total, { deviceId }) => total + (middles.get(deviceId) ?? 0), 0);
    // A role that nothing serves stands below the others.
    return { role, top: ofRole.length === 0 ? height : sum / ofRole.length - ROLE_HEIGHT / 2 };
  }).toSorted((one, other) => one.top - other.top);
  const step = ROLE_HEIGHT + ROLE_GAP;
  const tops: number[] = [];
  for (const { top } of wanted) tops.push(Math.max(top, (tops.at(-1) ?? -step) + step));
  // Back up from below, where they went past the end.
  let limit = height - ROLE_HEIGHT;
  for (let index = tops.length - 1; index >= 0; index -= 1) {
    tops[index] = Math.min(tops[index] ?? 0, limit);
    limit = (tops[index] ?? 0) - step;
  }
  return wanted.map(({ role }, index) => ({ role, top: Math.round(tops[index] ?? 0) }));
}

function wireState({ serving, state }: DeviceView): WireState {
  if (serving) return 'serving';
  return state === 'ready' || state === 'searching' ? 'standby' : 'broken';
}
