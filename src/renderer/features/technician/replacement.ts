import type { DeviceView, IncidentView } from '../../../contract/views.ts';

/** A device that is being replaced by another; the rack itself says how far it is. */
export interface Replacement {
  /** The one that is taken away. */
  readonly deviceId: string;
  readonly name: string;
  readonly role: DeviceView['role'];
  /** Milliseconds since 1970: a self-test counts when it was made after this. */
  readonly startedAt: number;
  /** It has been away since: when it is there again, it is there as its own successor. */
  readonly pulled: boolean;
}

export const REPLACEMENT_STEPS = ['pull', 'plug', 'ready', 'self-test', 'close'] as const;
export type ReplacementStep = (typeof REPLACEMENT_STEPS)[number];

/** `failed`: done, and not well. */
export type StepState = 'done' | 'now' | 'later' | 'failed';

export function beginReplacement(
  device: Pick<DeviceView, 'deviceId' | 'role' | 'state'>,
  name: string,
  now: number,
): Replacement {
  const { deviceId, role } = device;
  return { deviceId, name, role, startedAt: now, pulled: isAway(device) };
}

/** What the list of devices tells of the old one, each time it changes. */
export function noteAway(replacement: Replacement, devices: readonly DeviceView[]): Replacement {
  if (replacement.pulled) return replacement;
  const old = devices.find(({ deviceId }) => deviceId === replacement.deviceId);
  return old === undefined || isAway(old) ? { ...replacement, pulled: true } : replacement;
}

/**
 * The device that takes over: the one that serves the role; while none does, one that is ready, or on its way. The old
 * one itself when it was away and came back.
 */
export function successorOf(
  { deviceId, role, pulled }: Replacement,
  devices: readonly DeviceView[],
): DeviceView | undefined {
  const here = devices.filter(
    (device) => device.role === role && !isAway(device) && (pulled || device.deviceId !== deviceId),
  );
  return (
    here.find(({ serving }) => serving) ??
    here.find(({ state }) => state === 'ready') ??
    here.find((device) => device.deviceId !== deviceId) ??
    here[0]
  );
}

/** Whether a device is the old one or the one that takes over. */
export function isPartOf(
  replacement: Replacement,
  { deviceId }: DeviceView,
  devices: readonly DeviceView[],
): boolean {
  return (
    deviceId === replacement.deviceId || deviceId === successorOf(replacement, devices)?.deviceId
  );
}

/** Incidents of the old device that nobody has closed. */
export function openIncidentsOf(
  { deviceId }: Replacement,
  incidents: readonly IncidentView[],
): readonly IncidentView[] {
  return incidents.filter(({ device, resolvedAt }) => device === deviceId && resolvedAt === null);
}

/** Each step as the rack and the incidents have it now. */
export function replacementSteps(
  replacement: Replacement,
  devices: readonly DeviceView[],
  incidents: readonly IncidentView[],
): Readonly<Record<ReplacementStep, StepState>> {
  const successor = successorOf(replacement, devices);
  const test = successor?.selfTest ?? null;
  const isTested = test !== null && test.at >= replacement.startedAt;
  const done: Readonly<Record<ReplacementStep, boolean>> = {
    pull: replacement.pulled,
    plug: successor !== undefined,
    ready: successor?.state === 'ready' && successor.serving,
    'self-test': isTested && test.ok,
    close: isTested && test.ok && openIncidentsOf(replacement, incidents).length === 0,
  };
  const now = REPLACEMENT_STEPS.find((step) => !done[step]);
  const stateOf = (step: ReplacementStep): StepState => {
    if (done[step]) return 'done';
    if (step === 'self-test' && isTested) return 'failed';
    return step === now ? 'now' : 'later';
  };
  return {
    pull: stateOf('pull'),
    plug: stateOf('plug'),
    ready: stateOf('ready'),
    'self-test': stateOf('self-test'),
    close: stateOf('close'),
  };
}

function isAway({ state }: Pick<DeviceView, 'state'>): boolean {
  return state === 'lost' || state === 'set-aside';
}
