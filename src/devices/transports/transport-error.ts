import type { TransportError, TransportErrorCode } from './transport.ts';

/** In the order they are tried: the first pattern found in the library's message names the code. */
const PATTERNS: readonly (readonly [RegExp, TransportErrorCode])[] = [
  [/cannot lock port|resource busy|device or resource busy|EBUSY/i, 'port-busy'],
  [/permission denied|EACCES|EPERM|operation not permitted/i, 'permission-denied'],
  [/no such file|file not found|ENOENT|no such port/i, 'port-not-found'],
  [
    /disconnect|bad file (descriptor|number)|no such device|input\/output error|EIO|ENXIO|ENODEV|EBADF|port is not open/i,
    'disconnected',
  ],
];

/** Windows says "Access denied" of a port that another program holds. */
const WINDOWS_HELD_PORT = /access (is )?denied/i;

/** What a port library threw, as one of the closed list of codes. */
export function transportErrorFrom(cause: unknown): TransportError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  if (WINDOWS_HELD_PORT.test(detail)) return { code: 'port-busy', detail };
  const known = PATTERNS.find(([pattern]) => pattern.test(detail));
  return { code: known === undefined ? 'io-error' : known[1], detail };
}
