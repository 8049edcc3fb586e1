import { once } from 'node:events';
import { Agent, request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { err, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import { refusalSchema } from './formats/refusal.ts';
import { connectionError, statusError } from './ministry-error.ts';
import type { MinistryError } from './ministry-error.ts';

/** Longest answer that is read: a full page of receipts or all communes fit well. */
const MAXIMUM_ANSWER_BYTES = 32 * 1024 * 1024;

export type MinistryConnectionOptions = {
  /** `https://host:port`, without a path. */
  readonly url: string;
  /** The ministry's authority: nothing else vouches for the server. */
  readonly caPem: string;
  /** The station's certificate and key; only enrolment goes without. */
  readonly client?: { readonly certificatePem: string; readonly privateKeyPem: string };
  /** Most connections at once. */
  readonly maximumConnections?: number;
};

export type MinistryRequest = {
  readonly method: 'GET' | 'PUT' | 'POST';
  readonly path: string;
  readonly body?: unknown;
  /** The whole call, from asking to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
};

/** Kept-alive TLS 1.3 connections to one ministry. Close it, or its sockets hold the process. */
export class MinistryConnection {
  readonly url: URL;
  readonly agent: Agent;

  constructor(options: MinistryConnectionOptions) {
    this.url = new URL(options.url);
    if (this.url.protocol !== 'https:')
      throw new Error('the ministry is spoken to over https only');
    this.agent = new Agent({
      keepAlive: true,
      maxSockets: options.maximumConnections ?? 16,
      minVersion: 'TLSv1.3',
      ca: options.caPem,
      ...(options.client === undefined
        ? {}
        : { cert: options.client.certificatePem, key: options.client.privateKeyPem }),
    });
  }

  close(): void {
    this.agent.destroy();
  }

  /** One call with a JSON body and a JSON answer. */
  async json(request: MinistryRequest): Promise<Result<unknown, MinistryError>> {
    const timeout = AbortSignal.timeout(request.timeoutMs);
    const signals = request.signal === undefined ? [timeout] : [timeout, request.signal];
    try {
      const { status, text } = await this.#send(request, AbortSignal.any(signals));
      return readAnswer(status, text);
    } catch (cause) {
      if (request.signal?.aborted === true) return err({ code: 'aborted' });
      if (timeout.aborted) return err({ code: 'timeout' });
      if (cause instanceof RangeError) return err({ code: 'bad-answer', detail: cause.message });
      return err(connectionError(cause));
    }
  }

  async #send(
    request: MinistryRequest,
    signal: AbortSignal,
  ): Promise<{ status: number; text: string }> {
    const body = request.body === undefined ? undefined : Buffer.from(JSON.stringify(request.body));
    const headers =
      body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': body.length };
    const { method } = request;
    const options = { method, agent: this.agent, headers, signal };
    const outgoing = httpsRequest(new URL(request.path, this.url), options);
    outgoing.end(body);
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    // From here on a broken connection shows in the answer as well, where it is read.
    outgoing.on('error', () => undefined);
    try {
      return { status: answer.statusCode ?? 0, text: await readText(answer) };
    } finally {
      answer.destroy();
    }
  }
}

async function readText(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of answer) {
    const bytes = chunk as Buffer;
    sizeBytes += bytes.length;
    if (sizeBytes > MAXIMUM_ANSWER_BYTES) throw new RangeError('answer-too-long');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readAnswer(status: number, text: string): Result<unknown, MinistryError> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (status < 200 || status > 299) return err(statusError(status, refusalCode(value)));
  return value === undefined ? err({ code: 'bad-answer', status }) : ok(value);
}

/** The `code` of a refusal's body. */
export function refusalCode(body: unknown): string | undefined {
  return refusalSchema.safeParse(body).data?.code;
}
