import type { Result } from '../../domain/result.ts';
import type { Unsubscribe } from '../listeners.ts';

/** Why a port could not be opened, written to, or kept: the same list for every kind of port. */
export type TransportErrorCode =
  'port-not-found' | 'port-busy' | 'permission-denied' | 'disconnected' | 'io-error';

export interface TransportError {
  readonly code: TransportErrorCode;
  /** The operating system's or the library's own words. */
  readonly detail: string;
}

/** Why an open port is no longer open. */
export type ClosedReason =
  { readonly kind: 'requested' } | { readonly kind: 'lost'; readonly error: TransportError };

/**
 * Bytes to and from one port. A transport may be opened again after it was closed or lost. It knows nothing of what
 * the bytes mean.
 */
export interface Transport {
  /** The path or name that the operating system knows the port by. */
  readonly address: string;
  open(): Promise<Result<void, TransportError>>;
  /** Answers when the bytes are handed to the operating system. */
  write(bytes: Uint8Array): Promise<Result<void, TransportError>>;
  /** Closes the port; closing a closed port does nothing. */
  close(): Promise<void>;
  onData(listener: (bytes: Uint8Array) => void): Unsubscribe;
  /** Called once for each time the port was open, whether it was closed or lost. */
  onClosed(listener: (reason: ClosedReason) => void): Unsubscribe;
}

/** A transport whose line rate both sides must agree on. */
export interface RatedTransport extends Transport {
  setBaudRate(baudRate: number): Promise<Result<void, TransportError>>;
}

export function isRated(transport: Transport): transport is RatedTransport {
  return 'setBaudRate' in transport;
}

/** A transport whose framing tells when something of what came was lost on the way. */
export interface GapTellingTransport extends Transport {
  /** Called before the bytes that came behind the gap. */
  onGap(listener: (detail: string) => void): Unsubscribe;
}

export function tellsGaps(transport: Transport): transport is GapTellingTransport {
  return 'onGap' in transport;
}
