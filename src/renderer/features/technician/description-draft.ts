import type { StrangerView } from '../../../contract/views.ts';

/** Drivers that a description can name for a port of each kind (`docs/drivers.md`). */
export const DRAFT_DRIVERS = {
  serial: ['zfm', 'visca', 'vc0706'],
  hid: ['zfm', 'hid-pos'],
} as const satisfies Record<StrangerView['transport'], readonly string[]>;
export type DraftDriver = (typeof DRAFT_DRIVERS)[StrangerView['transport']][number];

/** A description for a device that none is for, to be saved as a file and mended: only the name is the technician's. */
export function descriptionDraft(stranger: StrangerView, driver: DraftDriver): string {
  const { transport, name, vendorId, productId } = stranger;
  const description = {
    format: 'tram-device/1',
    name: name === '' ? `${driver} ${vendorId}:${productId}` : name,
    driver,
    transport,
    match: [{ vendorId, productId }],
  };
  return `${JSON.stringify(description, null, 2)}\n`;
}

/** A name for the file: `10c4-ea60.json`. */
export function draftFileName({ vendorId, productId }: StrangerView): string {
  return `${vendorId}-${productId}.json`;
}
