import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

import { SBI_FIRST_PORT, SBI_LAST_PORT } from '../../protocols/sbi/profile.ts';
import { readWireRequest } from './http-request.ts';
import type { WireRequest } from './http-request.ts';

export interface SbiWireOptions {
  /** The first free one of 4501–4600 when absent; 0 for any. */
  readonly port?: number;
  readonly isNaive: boolean;
  /** Undefined for what is no request. */
  readonly onRequest: (socket: Socket, request: WireRequest | undefined) => void;
}

const LOOPBACK = '127.0.0.1';

/** Takes the port, or undefined where another program has it. */
async function listenOn(port: number): Promise<Server | undefined> {
  const server = createServer();
  server.listen(port, LOOPBACK);
  try {
    await once(server, 'listening');
    return server;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE') return undefined;
    throw cause;
  }
}

async function listenOnFirstFree(): Promise<Server> {
  for (let port = SBI_FIRST_PORT; port <= SBI_LAST_PORT; port += 1) {
    const server = await listenOn(port);
    if (server !== undefined) return server;
  }
  throw new Error(`no free port in ${SBI_FIRST_PORT}–${SBI_LAST_PORT}`);
}

async function listen(port: number | undefined): Promise<Server> {
  const server = port === undefined ? await listenOnFirstFree() : await listenOn(port);
  if (server === undefined) throw new Error(`port ${port} is taken`);
  return server;
}

/** The service's port on the loopback: requests in, bytes out, and what can happen to a wire. */
export class SbiWire {
  /** Stays the same when the service is stopped and started. */
  readonly port: number;
  readonly #options: SbiWireOptions;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #bytesUntilUnplug: number | undefined;
  #answersToDamage = 0;

  static async open(options: SbiWireOptions): Promise<SbiWire> {
    return new SbiWire(await listen(options.port), options);
  }

  private constructor(server: Server, options: SbiWireOptions) {
    // A TCP server that listens has an address of this form.
    this.port = (server.address() as AddressInfo).port;
    this.#options = options;
    this.#serve(server);
  }

  /** Takes its port again. @throws when another program has taken it meanwhile */
  async plug(): Promise<void> {
    if (this.#server === undefined) this.#serve(await listen(this.port));
  }

  /** Lets the port go and breaks every connection. */
  async unplug(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    this.#bytesUntilUnplug = undefined;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** The same when so many more bytes have left. */
  unplugAfter(bytes: number): void {
    this.#bytesUntilUnplug = bytes;
  }

  /** One bit in the middle of each of the next so many answers is another one. */
  damageNextAnswers(answers: number): void {
    this.#answersToDamage = answers;
  }

  write(socket: Socket, bytes: Uint8Array): void {
    const sent = this.#cut(bytes);
    if (sent.length === bytes.length) socket.write(sent);
    else socket.write(sent, () => void this.unplug());
  }

  /** A whole answer, and the end of its connection. */
  end(socket: Socket, head: string, body: string): void {
    const bytes = Buffer.from(body);
    if (this.#answersToDamage > 0 && bytes.length > 0) {
      this.#answersToDamage -= 1;
      const middle = bytes.length >> 1;
      bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    }
    const whole = Buffer.concat([Buffer.from(head), bytes]);
    const sent = this.#cut(whole);
    if (sent.length === whole.length) socket.end(sent);
    else socket.write(sent, () => void this.unplug());
  }

  #cut(bytes: Uint8Array): Uint8Array {
    if (this.#bytesUntilUnplug === undefined) return bytes;
    const sent = bytes.subarray(0, this.#bytesUntilUnplug);
    this.#bytesUntilUnplug -= sent.length;
    return sent;
  }

  #serve(server: Server): void {
    this.#server = server;
    server.on('connection', (socket) => this.#accept(socket));
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    // The station may hang up at any time.
    socket.on('error', () => socket.destroy());
    let heard = Buffer.alloc(0);
    const onData = (chunk: Buffer): void => {
      heard = Buffer.concat([heard, chunk]);
      const step = readWireRequest(heard, this.#options.isNaive);
      if (step.kind === 'incomplete') return;
      socket.off('data', onData);
      socket.resume();
      this.#options.onRequest(socket, step.kind === 'request' ? step.request : undefined);
    };
    socket.on('data', onData);
  }
}
