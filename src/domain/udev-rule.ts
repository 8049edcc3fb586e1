/**
 * The udev rule that lets people of the group `plugdev` (HID) or `dialout` (serial) open a device, as a line for a file
 * in `/etc/udev/rules.d`. Source: udev(7), keys ATTRS, GROUP, MODE and TAG.
 * @param ids USB vendor and product id, 0–0xFFFF
 */
export function udevRule(
  transport: 'serial' | 'hid',
  ids: { readonly vendorId: number; readonly productId: number },
): string {
  const vendor = hexadecimal(ids.vendorId);
  const product = hexadecimal(ids.productId);
  const [subsystem, group] = transport === 'hid' ? ['hidraw', 'plugdev'] : ['tty', 'dialout'];
  return (
    `SUBSYSTEM=="${subsystem}", ATTRS{idVendor}=="${vendor}", ATTRS{idProduct}=="${product}", ` +
    `GROUP="${group}", MODE="0660", TAG+="uaccess"`
  );
}

function hexadecimal(value: number): string {
  return value.toString(16).padStart(4, '0');
}
