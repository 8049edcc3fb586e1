/** What the label that the browser gives a camera tells of it. */
export interface CameraLabel {
  readonly name: string;
  /** Four hexadecimal digits of the USB vendor and product; empty where the camera is not on USB. */
  readonly vendorId: string;
  readonly productId: string;
}

/** Chromium puts ` (vvvv:pppp)` behind the name of a USB camera, on Linux and on Windows. */
const USB_IDS = / \(([0-9a-f]{4}):([0-9a-f]{4})\)$/i;

/** An id is read by people and kept with every picture. */
const MAXIMUM_NAME_LENGTH = 100;

export function readCameraLabel(label: string): CameraLabel {
  const [ids, vendorId = '', productId = ''] = USB_IDS.exec(label) ?? [''];
  const name = label.slice(0, label.length - ids.length).trim();
  return { name, vendorId: vendorId.toLowerCase(), productId: productId.toLowerCase() };
}

/**
 * The same for the same camera on whatever port and at every start: `media:046d:085c:NAME`. The browser gives no serial
 * number: cameras of one model are told apart by their order in the list.
 * @param labels of all cameras, in the order that the browser lists them
 */
export function cameraIds(labels: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return labels.map((label) => {
    const { name, vendorId, productId } = readCameraLabel(label);
    const ids = vendorId === '' ? '' : `${vendorId}:${productId}:`;
    const id = `media:${ids}${name.slice(-MAXIMUM_NAME_LENGTH)}`;
    const before = seen.get(id) ?? 0;
    seen.set(id, before + 1);
    return before === 0 ? id : `${id}:${before + 1}`;
  });
}
