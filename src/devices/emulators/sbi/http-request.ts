/** A request as it stands on the wire. */
export interface WireRequest {
  readonly verb: string;
  readonly path: string;
  readonly body: string;
}

export type WireRequestStep =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'request'; readonly request: WireRequest };

const END_OF_HEADER = '\r\n\r\n';
const REQUEST_LINE = /^([A-Z]+) (\/[^ ]*) HTTP\/1\.[01]$/;
const LARGEST_REQUEST_BYTES = 64 * 1024;

/** What stands at the fixed place where the public mock looks for the length: after `Content-Length: `. */
const NAIVE_LENGTH_AT = 16;

/**
 * Reads a request by hand: Node's own server refuses verbs that it does not know. `isNaive` is the way of the public
 * mock, which cuts the length out at a fixed place and takes only the body that came with the first read.
 */
export function readWireRequest(bytes: Buffer, isNaive: boolean): WireRequestStep {
  const end = bytes.indexOf(END_OF_HEADER);
  if (bytes.length > LARGEST_REQUEST_BYTES) return { kind: 'malformed' };
  if (end === -1) return { kind: 'incomplete' };
  const [first = '', ...headers] = bytes.toString('latin1', 0, end).split('\r\n');
  const [, verb, path] = REQUEST_LINE.exec(first) ?? [];
  const sizeBytes = contentLength(headers, isNaive);
  if (verb === undefined || path === undefined || sizeBytes === undefined) {
    return { kind: 'malformed' };
  }
  const body = bytes.subarray(end + END_OF_HEADER.length);
  if (body.length < sizeBytes && !isNaive) return { kind: 'incomplete' };
  const text = body.toString('utf8', 0, sizeBytes);
  return { kind: 'request', request: { verb, path, body: text } };
}

function contentLength(headers: readonly string[], isNaive: boolean): number | undefined {
  const line = headers.find((header) => /^content-length:/i.test(header));
  if (line === undefined) return 0;
  const value = isNaive ? line.slice(NAIVE_LENGTH_AT) : line.slice(line.indexOf(':') + 1).trim();
  return /^\d{1,6}$/.test(value) ? Number(value) : undefined;
}
