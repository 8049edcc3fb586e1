/**
 * What the page may load and run: its own files, and pictures and the camera's stream as blobs.
 * `require-trusted-types-for` closes the ways from a string to markup or code.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Sent with every file of the page. */
export const PAGE_HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy':
    'camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), hid=(), serial=(), ' +
    'midi=(), payment=(), clipboard-read=(), clipboard-write=(), ' +
    'screen-wake-lock=(), idle-detection=(), local-fonts=(), storage-access=()',
  'Cache-Control': 'no-store',
} as const satisfies Readonly<Record<string, string>>;
