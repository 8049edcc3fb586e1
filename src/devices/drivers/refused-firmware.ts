import { matchesPattern } from '../text-pattern.ts';

/**
 * Why a device is not used that says to have this firmware, or undefined where nothing speaks against it: its version
 * is not among the refused ones, or it does not say which it has.
 */
export function refusedFirmwareError(
  firmware: string | undefined,
  refused: readonly string[] = [],
): { readonly code: 'wrong-firmware'; readonly detail: string } | undefined {
  if (firmware === undefined) return undefined;
  const pattern = refused.find((one) => matchesPattern(firmware, one));
  if (pattern === undefined) return undefined;
  return {
    code: 'wrong-firmware',
    detail: `firmware ${firmware}, its description refuses ${pattern}`,
  };
}
