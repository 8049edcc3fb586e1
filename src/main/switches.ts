/**
 * Switches of Chromium and Node that the shell lets pass, beside its own. An installed station takes
 * none of them.
 */
interface AllowedSwitch {
  readonly name: string;
  /** `checkout`: the unpackaged application; `test`: what an end-to-end test needs. */
  readonly where: 'checkout' | 'test';
}

const ALLOWED: readonly AllowedSwitch[] = [
  // Containers: no user namespaces, little shared memory, no graphics card.
  { name: '--no-sandbox', where: 'checkout' },
  { name: '--disable-dev-shm-usage', where: 'checkout' },
  { name: '--disable-gpu', where: 'checkout' },
  { name: '--ozone-platform', where: 'checkout' },
  // A camera for a desk that has none.
  { name: '--use-fake-device-for-media-stream', where: 'checkout' },
  { name: '--use-file-for-fake-video-capture', where: 'checkout' },
  // Playwright.
  { name: '--inspect', where: 'test' },
  { name: '--remote-debugging-port', where: 'test' },
  { name: '--force-device-scale-factor', where: 'test' },
  { name: '--lang', where: 'test' },
];

/** @param given a switch as written, with or without `=value` */
export function isAllowedSwitch(
  given: string,
  where: { readonly fromCheckout: boolean; readonly underTest: boolean },
): boolean {
  const [name] = given.split('=', 1);
  const allowed = ALLOWED.find((candidate) => candidate.name === name);
  if (!allowed) return false;
  return where.underTest || (where.fromCheckout && allowed.where === 'checkout');
}
