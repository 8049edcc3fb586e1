import { z } from 'zod';

/** The device that took a sample, as it is named ever after; what it does not tell of itself is empty. */
export const captureDeviceSchema = z.strictObject({
  make: z.string(),
  model: z.string(),
  serialNumber: z.string(),
  /** Stays the same for the same device, pulled and plugged again. */
  deviceId: z.string(),
  /** Name of the driver that spoke with it. */
  driver: z.string(),
});
export type CaptureDevice = z.infer<typeof captureDeviceSchema>;
