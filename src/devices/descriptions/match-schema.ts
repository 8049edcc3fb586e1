import { z } from 'zod';

import { hexadecimal, pattern, saying } from './schema-parts.ts';

const usbId = hexadecimal(4, '10c4');
const usage = z
  .string()
  .regex(/^[0-9a-f]{1,4}$/i, saying('is not one to four hexadecimal digits, such as "8c"'))
  .transform((text) => Number.parseInt(text, 16));

/** An adapter, or one of them. */
export const serialMatch = z.strictObject({
  vendorId: usbId,
  productId: usbId,
  serialNumber: z.exactOptional(pattern),
});

/** A device, a collection of its reports, or any device with such a collection. */
export const hidMatch = z
  .strictObject({
    vendorId: z.exactOptional(usbId),
    productId: z.exactOptional(usbId),
    serialNumber: z.exactOptional(pattern),
    usagePage: z.exactOptional(usage),
    usage: z.exactOptional(usage),
  })
  .check(({ value, issues }) => {
    const [field, message] = missingBeside(value) ?? [];
    if (field === undefined) return;
    issues.push({ code: 'custom', input: value, path: [field], message });
  });

/** Which field of a HID match is missing beside the others, and how to say it. */
function missingBeside(match: {
  readonly vendorId?: number;
  readonly productId?: number;
  readonly serialNumber?: string;
  readonly usagePage?: number;
  readonly usage?: number;
}): readonly [field: string, message: string] | undefined {
  const { vendorId, productId, serialNumber, usagePage, usage: used } = match;
  if (vendorId === undefined) {
    if (productId !== undefined) return ['vendorId', 'is missing beside productId'];
    if (serialNumber !== undefined) return ['vendorId', 'is missing beside serialNumber'];
    if (usagePage === undefined) {
      return ['vendorId', 'is missing: name vendorId and productId, or usagePage'];
    }
  } else if (productId === undefined) {
    return ['productId', 'is missing beside vendorId'];
  }
  const isPageMissing = used !== undefined && usagePage === undefined;
  return isPageMissing ? ['usagePage', 'is missing beside usage'] : undefined;
}

/** What the device says of itself in its digital id. */
export const sbiMatch = z.strictObject({
  make: pattern,
  model: z.exactOptional(pattern),
  serialNumber: z.exactOptional(pattern),
});
