import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  fingerprintDescription,
  startHidCodeScanner,
} from '../../../src/devices/emulators/hid-devices.ts';
import { startUhid } from '../../../src/devices/emulators/uhid.ts';
import { UsbGadget } from '../../../src/devices/emulators/usb-gadget.ts';
import { listHidDevices } from '../../../src/devices/transports/hid.ts';
import { listSerialPorts } from '../../../src/devices/transports/serial.ts';

/** What the system lists of a USB device with two functions, and of a code scanner made through /dev/uhid. */
export async function enumerate(): Promise<unknown> {
  const gadget = await UsbGadget.start(fingerprintDescription('GADGET-1'));
  const scanner = await startHidCodeScanner('UHID-1', startUhid);
  // Serial ports have the names that udev has given them.
  await promisify(execFile)('udevadm', ['settle']);
  const [hid, serial] = await Promise.all([listHidDevices(), listSerialPorts()]);
  await scanner.stop();
  await gadget.stop();
  return { hid, serial };
}
