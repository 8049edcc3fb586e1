import type { DeviceView } from '../../../contract/views.ts';
import { udevRule } from '../../../domain/udev-rule.ts';

/** Something to be typed elsewhere, so it can be copied. */
export interface HelpingText {
  readonly kind: 'udev-rule' | 'group-command' | 'who-holds-port';
  readonly text: string;
}

type Broken = Pick<DeviceView, 'transport' | 'port' | 'usb' | 'trouble'>;

/** A rule or a command that ends the trouble of a device, where there is one; Linux only, where ports are files. */
export function helpingText({ transport, port, usb, trouble }: Broken): HelpingText | null {
  if (!port.startsWith('/')) return null;
  switch (trouble?.code) {
    case 'permission-denied':
      return transport === 'serial' || transport === 'hid' ? permissionText(transport, usb) : null;
    case 'port-busy':
      return { kind: 'who-holds-port', text: `sudo fuser -v ${port}` };
    default:
      return null;
  }
}

/**
 * The udev rule for a device whose port tells what it is; a port without ids is opened to everybody of its group instead
 * (Debian gives serial ports to `dialout`, `plugdev` is for what people plug in).
 */
function permissionText(transport: 'serial' | 'hid', ids: DeviceView['usb']): HelpingText {
  if (ids) return { kind: 'udev-rule', text: udevRule(transport, ids) };
  const group = transport === 'serial' ? 'dialout' : 'plugdev';
  return { kind: 'group-command', text: `sudo usermod -aG ${group} "$USER"` };
}
