import type { DeviceCandidate } from '../drivers/candidate.ts';
import type { Catalogue } from '../drivers/catalogue.ts';
import { listHidDevices } from '../transports/hid.ts';
import { listSerialPorts } from '../transports/serial.ts';
import type { TransportError } from '../transports/transport.ts';

/** What a look at the ports of this machine gave. */
export interface PortLook {
  readonly candidates: readonly DeviceCandidate[];
  /** Why the ports of a kind cannot be listed; undefined where they can. */
  readonly errors: Readonly<Record<'serial' | 'hid', TransportError | undefined>>;
}

/** Looks at every serial and HID port, and which driver is for it. */
export async function lookAtPorts(catalogue: Catalogue): Promise<PortLook> {
  const [ports, hids] = await Promise.all([listSerialPorts(), listHidDevices()]);
  const found = [
    ...(ports.ok ? ports.value : []).map((port) => catalogue.forSerialPort(port)),
    ...(hids.ok ? hids.value : []).map((device) => catalogue.forHidDevice(device)),
  ];
  return {
    candidates: found.filter((candidate) => candidate !== undefined),
    errors: {
      serial: ports.ok ? undefined : ports.error,
      hid: hids.ok ? undefined : hids.error,
    },
  };
}
