import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import type { z } from 'zod';

import { orderReplySchema } from './order-channel.ts';
import type { OrderReply, OrderRequest } from './order-channel.ts';

export interface EmulatorProcessOptions {
  /** The Node that runs it; this process's own when absent. */
  readonly execPath?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

const STOP_LIMIT_MS = 3_000;

/** An emulator in a process of its own, which ends with this one. */
export class EmulatorProcess<Order extends { readonly type: string }, Ready> {
  /** What it said when it was ready. */
  readonly ready: Ready;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (reply: OrderReply) => void>();
  #lastRequestId = 0;

  /**
   * Starts the script and waits for its one line of JSON.
   *
   * @throws with the emulator's own sentence when it does not start
   */
  static async start<Order extends { readonly type: string }, Ready>(
    script: string,
    commandLine: readonly string[],
    readySchema: z.ZodType<Ready>,
    options: EmulatorProcessOptions,
  ): Promise<EmulatorProcess<Order, Ready>> {
    const child = fork(script, [...commandLine], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
      ...(options.execPath === undefined ? {} : { execPath: options.execPath }),
      ...(options.environment === undefined ? {} : { env: options.environment }),
    });
    return new EmulatorProcess(child, readySchema.parse(JSON.parse(await firstLine(child))));
  }

  private constructor(child: ChildProcess, ready: Ready) {
    this.ready = ready;
    this.#child = child;
    child.on('message', (message) => {
      const reply = orderReplySchema.parse(message);
      this.#waiting.get(reply.requestId)?.(reply);
      this.#waiting.delete(reply.requestId);
    });
    child.once('exit', () => {
      for (const [requestId, answer] of this.#waiting) {
        answer({ type: 'failed', requestId, detail: 'the emulator ended' });
      }
      this.#waiting.clear();
    });
  }

  /** Rejects when the emulator cannot obey. */
  async order(order: Order): Promise<void> {
    this.#lastRequestId += 1;
    const request: OrderRequest<Order> = { requestId: this.#lastRequestId, order };
    const reply = await new Promise<OrderReply>((resolve) => {
      this.#waiting.set(request.requestId, resolve);
      if (!this.#child.connected) {
        this.#waiting.delete(request.requestId);
        resolve({ type: 'failed', requestId: request.requestId, detail: 'the emulator has ended' });
        return;
      }
      this.#child.send(request);
    });
    if (reply.type === 'failed')
      throw new Error(`the emulator cannot ${order.type}: ${reply.detail}`);
  }

  /** Answers when the process has ended. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    if (child.connected) child.disconnect();
    const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    await ended;
    clearTimeout(limit);
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('the emulator has no output');
  let complaint = '';
  stderr.on('data', (bytes: Uint8Array) => {
    complaint = (complaint + new TextDecoder().decode(bytes)).slice(-2_000);
  });
  return new Promise((resolve, reject) => {
    createInterface(stdout).once('line', resolve);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`the emulator did not start: ${complaint.trim()}`)));
  });
}
