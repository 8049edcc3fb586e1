/**
 * The addresses that the station hands to another program. There are none: an officer's desk has
 * nowhere to go. A first one would be named here, as a whole https URL.
 */
export const EXTERNAL_ADDRESSES: readonly string[] = [];

/** True for an address of the closed list, compared as a whole; whatever it looks like. */
export function mayOpenExternally(url: string): boolean {
  return EXTERNAL_ADDRESSES.includes(url);
}
