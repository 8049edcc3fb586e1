import { request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { countReceived } from './traffic.ts';
import type { TransportErrorCode } from './transport.ts';

/** The only machine that this transport talks to; never a name, which could be made to mean another one. */
const LOOPBACK = '127.0.0.1';

export interface LoopbackRequest {
  readonly port: number;
  /** Any verb; services on the loopback have verbs of their own. */
  readonly verb: string;
  readonly path: string;
  /** JSON; empty where the request has no body. */
  readonly body: string;
  /** From the first byte sent to the last one received; for a stream, to its first header. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/**
 * The port's own errors (`port-not-found`: nothing listens there), and
 * - `no-answer`: something accepted, but did not answer within the time;
 * - `wrong-answer`: what came is not HTTP, or more than `LARGEST_REPLY_BYTES`;
 * - `cancelled`: the caller's signal was aborted.
 */
export interface LoopbackError {
  readonly code: TransportErrorCode | 'no-answer' | 'wrong-answer' | 'cancelled';
  readonly detail: string;
}

export interface LoopbackHead {
  readonly status: number;
  /** In lower case; empty where there is none. */
  readonly contentType: string;
}

export interface LoopbackReply extends LoopbackHead {
  readonly body: Uint8Array;
}

/** Four slaps of raw pixels in base64 are 6 MB. */
export const LARGEST_REPLY_BYTES = 32 * 1024 * 1024;

/**
 * On the loopback the kernel answers at once. A closed port of Windows does not: there the connection is tried for
 * two seconds.
 */
const CONNECT_LIMIT_MS = 400;

const ERROR_CODES: ReadonlyMap<string, TransportErrorCode> = new Map([
  ['ECONNREFUSED', 'port-not-found'],
  ['EACCES', 'permission-denied'],
  ['EPERM', 'permission-denied'],
  ['ECONNRESET', 'disconnected'],
  ['EPIPE', 'disconnected'],
]);

function isNotHttp(cause: NodeJS.ErrnoException): boolean {
  return cause.code?.startsWith('HPE_') === true;
}

function errorFrom(cause: NodeJS.ErrnoException): LoopbackError {
  const detail = cause.message;
  if (isNotHttp(cause)) return { code: 'wrong-answer', detail };
  return { code: ERROR_CODES.get(cause.code ?? '') ?? 'io-error', detail };
}

/**
 * Header and body leave in one write, with `Content-Length: N` just so: services in the field cut the number out at a
 * fixed place and read the body once.
 */
function start(request: LoopbackRequest, connected: Socket): ClientRequest {
  const outgoing = httpRequest({
    createConnection: () => connected,
    host: LOOPBACK,
    port: request.port,
    method: request.verb,
    path: request.path,
    headers: {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(request.body),
      Connection: 'close',
    },
  });
  outgoing.end(request.body, 'utf8');
  return outgoing;
}

interface Exchange {
  /** Ends the exchange; only the first word counts. */
  readonly fail: (error: LoopbackError) => void;
  /** The answer has come in time; what follows has no limit of its own. */
  readonly stopClock: () => void;
}

/**
 * Sends the request and watches over connection, time and the caller's signal until it is over. HTTP begins when somebody
 * has accepted: of a hundred ports that are looked through, nearly all are closed, and a refusal costs next to nothing.
 */
function exchange(
  request: LoopbackRequest,
  onResponse: (response: IncomingMessage, exchange: Exchange) => void,
  onFailed: (error: LoopbackError) => void,
): void {
  const { signal, timeoutMs } = request;
  if (signal?.aborted === true) {
    onFailed({ code: 'cancelled', detail: 'before the request was sent' });
    return;
  }
  const socket = connect({ host: LOOPBACK, port: request.port });
  let response: IncomingMessage | undefined;
  const fail = (error: LoopbackError): void => {
    onFailed(error);
    socket.destroy();
  };
  const connecting = setTimeout(
    () => fail({ code: 'port-not-found', detail: `nothing accepted in ${CONNECT_LIMIT_MS} ms` }),
    Math.min(CONNECT_LIMIT_MS, timeoutMs),
  );
  const clock = setTimeout(
    () => fail({ code: 'no-answer', detail: `no whole answer in ${timeoutMs} ms` }),
    timeoutMs,
  );
  const onAbort = (): void => fail({ code: 'cancelled', detail: 'the caller cancelled' });
  signal?.addEventListener('abort', onAbort, { once: true });
  const onError = (cause: Error): void => {
    // Behind a whole answer some services send more. What came before it is told by the answer's own end.
    if (response === undefined || !isNotHttp(cause)) onFailed(errorFrom(cause));
  };
  socket.on('error', onError);
  socket.once('connect', () => {
    clearTimeout(connecting);
    const outgoing = start(request, socket);
    outgoing.on('error', onError);
    outgoing.once('response', (incoming) => {
      response = incoming;
      onResponse(incoming, { fail, stopClock: () => clearTimeout(clock) });
    });
  });
  socket.once('close', () => {
    clearTimeout(connecting);
    clearTimeout(clock);
    signal?.removeEventListener('abort', onAbort);
    // A whole answer has its own end to come.
    if (response?.complete === true) return;
    onFailed({ code: 'disconnected', detail: 'closed without a whole answer' });
  });
}

/** One question and its answer. Settles within `timeoutMs`, whatever the other side does. */
export function askLoopback(
  request: LoopbackRequest,
): Promise<Result<LoopbackReply, LoopbackError>> {
  return new Promise((resolve) => {
    exchange(
      request,
      (response, { fail }) => {
        const chunks: Uint8Array[] = [];
        let sizeBytes = 0;
        response.on('data', (chunk: Uint8Array) => {
          countReceived(chunk);
          sizeBytes += chunk.length;
          chunks.push(chunk);
          if (sizeBytes <= LARGEST_REPLY_BYTES) return;
          fail({ code: 'wrong-answer', detail: `more than ${LARGEST_REPLY_BYTES} bytes` });
        });
        response.once('end', () =>
          resolve(ok({ ...headOf(response), body: Buffer.concat(chunks) })),
        );
        response.on('error', (cause) => fail(cutShort(cause)));
      },
      (error) => resolve(err(error)),
    );
  });
}

function headOf(response: IncomingMessage): LoopbackHead {
  return {
    status: response.statusCode ?? 0,
    contentType: (response.headers['content-type'] ?? '').toLowerCase(),
  };
}

function cutShort(cause: Error): LoopbackError {
  return { code: 'disconnected', detail: `the answer was cut: ${cause.message}` };
}

/**
 * Asks for an answer that goes on. `onHead` hears of it when its header has come, and gives who is to have the pieces.
 * Answers when the other side has ended it, or with what broke it; the signal ends it at any time.
 */
export function streamLoopback(
  request: LoopbackRequest,
  onHead: (head: LoopbackHead) => (chunk: Uint8Array) => void,
): Promise<Result<void, LoopbackError>> {
  return new Promise((resolve) => {
    exchange(
      request,
      (response, { stopClock, fail }) => {
        stopClock();
        const take = onHead(headOf(response));
        response.on('data', (chunk: Uint8Array) => {
          countReceived(chunk);
          take(chunk);
        });
        response.once('end', () => resolve(ok(undefined)));
        response.on('error', (cause) => fail(cutShort(cause)));
      },
      (error) => resolve(err(error)),
    );
  });
}
