import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import type { FingerPosition } from '../../domain/finger-position.ts';
import { emulatorReplySchema } from './messages.ts';
import type { EmulatorOrder, EmulatorReply, EmulatorRequest, PlaceOrder } from './messages.ts';
import type { ZfmProfile } from './zfm-device.ts';

export interface StartEmulatorOptions {
  /** The emulator's entry: `main.ts` beside this file from source, the bundled `out/emulator/index.js` in an app. */
  readonly scriptPath?: string;
  /** The Node that runs it; this process's own when absent. */
  readonly execPath?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** `real`: the true speed of the line, and a picture takes its time. `none` when absent. */
  readonly pace?: 'real' | 'none';
  /** A folder of prints to show instead of synthetic ones. */
  readonly printsFolder?: string;
  readonly profile?: ZfmProfile;
  /** The rate that the module works at when it is plugged in first. */
  readonly baudRate?: number;
  readonly password?: number;
  /** Where the port shall be; a path of its own in a temporary folder when absent. */
  readonly port?: string;
}

export interface Touch {
  readonly personSeed: number;
  readonly position: FingerPosition;
  /** 0 when absent. */
  readonly touch?: number;
  /** `good` when absent. */
  readonly condition?: PlaceOrder['condition'];
}

/** An emulated fingerprint module in a process of its own. Every order rejects when the emulator cannot obey it. */
export interface Emulator {
  /** The path that the station opens as a serial port; it stays the same when the cable is pulled and plugged. */
  readonly port: string;
  /** Lays a finger on the sensor. */
  place(touch: Touch): Promise<void>;
  lift(): Promise<void>;
  /** Pulls the cable, at once or when so many more bytes have left the device. */
  unplug(afterBytes?: number): Promise<void>;
  plug(): Promise<void>;
  /** Answers nonsense until told otherwise. */
  garbage(on: boolean): Promise<void>;
  /** The next so many packets leave with a wrong checksum. */
  damageNextPackets(packets: number): Promise<void>;
  /** Answers when the process has ended; the port is gone then. */
  stop(): Promise<void>;
}

const STOP_LIMIT_MS = 3_000;

function commandLine(options: StartEmulatorOptions): string[] {
  const { pace, printsFolder, profile, baudRate, password, port } = options;
  return [
    '--serial',
    ...(pace === undefined ? [] : ['--pace', pace]),
    ...(printsFolder === undefined ? [] : ['--prints', printsFolder]),
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(baudRate === undefined ? [] : ['--baud', String(baudRate)]),
    ...(password === undefined ? [] : ['--password', String(password)]),
    ...(port === undefined ? [] : ['--port', port]),
  ];
}

/**
 * Starts an emulated fingerprint module and waits until its port can be opened. It ends with this process.
 *
 * @throws with the emulator's own sentence when it does not start (socat missing, no prints in the folder).
 */
export async function startEmulator(options: StartEmulatorOptions = {}): Promise<Emulator> {
  const script = options.scriptPath ?? fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = fork(script, commandLine(options), {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
    ...(options.execPath === undefined ? {} : { execPath: options.execPath }),
    ...(options.environment === undefined ? {} : { env: options.environment }),
  });
  const port = await readPort(child);
  return new ForkedEmulator(child, port);
}

async function readPort(child: ChildProcess): Promise<string> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('the emulator has no output');
  let complaint = '';
  stderr.on('data', (bytes: Uint8Array) => {
    complaint = (complaint + new TextDecoder().decode(bytes)).slice(-2_000);
  });
  return new Promise((resolve, reject) => {
    createInterface(stdout).once('line', (line) => {
      resolve(z.object({ port: z.string() }).parse(JSON.parse(line)).port);
    });
    child.once('error', reject);
    child.once('close', () => reject(new Error(`the emulator did not start: ${complaint.trim()}`)));
  });
}

class ForkedEmulator implements Emulator {
  readonly port: string;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (reply: EmulatorReply) => void>();
  #lastRequestId = 0;

  constructor(child: ChildProcess, port: string) {
    this.port = port;
    this.#child = child;
    child.on('message', (message) => {
      const reply = emulatorReplySchema.parse(message);
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

  place({ personSeed, position, touch = 0, condition = 'good' }: Touch): Promise<void> {
    return this.#order({ type: 'place', personSeed, position, touch, condition });
  }

  lift(): Promise<void> {
    return this.#order({ type: 'lift' });
  }

  unplug(afterBytes?: number): Promise<void> {
    return this.#order({ type: 'unplug', ...(afterBytes === undefined ? {} : { afterBytes }) });
  }

  plug(): Promise<void> {
    return this.#order({ type: 'plug' });
  }

  garbage(on: boolean): Promise<void> {
    return this.#order({ type: 'garbage', on });
  }

  damageNextPackets(packets: number): Promise<void> {
    return this.#order({ type: 'damage', packets });
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    if (child.connected) child.disconnect();
    const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    await ended;
    clearTimeout(limit);
  }

  async #order(order: EmulatorOrder): Promise<void> {
    this.#lastRequestId += 1;
    const request: EmulatorRequest = { requestId: this.#lastRequestId, order };
    const reply = await new Promise<EmulatorReply>((resolve) => {
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
}
