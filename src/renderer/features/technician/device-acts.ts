import type { DeviceView } from '../../../contract/views.ts';

/** What a technician can do at a device. */
export type DeviceAct =
  | 'live-image'
  | 'self-test'
  | 'calibrate'
  | 'replace'
  | 'try-again'
  | 'prefer'
  | 'prefer-no-more'
  | 'set-aside'
  | 'take-back';

type Actable = Pick<DeviceView, 'state' | 'role' | 'transport' | 'preferred'>;

/** What can be done at a device as it is now, the obvious act first. */
export function actsFor(device: Actable): readonly DeviceAct[] {
  const preference = device.preferred ? 'prefer-no-more' : 'prefer';
  switch (device.state) {
    case 'ready':
      return [...testsOf(device), ...replacing(device), preference, 'set-aside'];
    case 'searching':
      return [...replacing(device), preference, 'set-aside'];
    case 'trouble':
      return ['try-again', ...replacing(device), preference, 'set-aside'];
    case 'lost':
      return [...replacing(device), preference, 'set-aside'];
    case 'set-aside':
      return ['take-back', ...replacing(device)];
  }
}

/** How a device of this kind can be tried. The window opens its own cameras: the station can ask them nothing. */
export function testsOf({
  role,
  transport,
}: Pick<DeviceView, 'role' | 'transport'>): readonly DeviceAct[] {
  if (transport === 'media') return ['live-image'];
  switch (role) {
    case 'fingerprint':
    case 'portrait-camera':
      return ['live-image', 'self-test', 'calibrate'];
    case 'camera-head':
      return ['self-test', 'calibrate'];
    case 'code-scanner':
      return ['self-test'];
  }
}

/** A camera of this computer is chosen at the portrait, where its picture is seen. */
function replacing({ transport }: Actable): readonly DeviceAct[] {
  return transport === 'media' ? [] : ['replace'];
}
