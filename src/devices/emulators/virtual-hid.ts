import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { Listeners } from '../listeners.ts';
import type { Unsubscribe } from '../listeners.ts';

export interface VirtualHidOptions {
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber: string;
  readonly manufacturer: string;
  readonly product: string;
  readonly descriptor: Uint8Array;
  /** Size of what the host writes, its leading report id included. */
  readonly outputReportBytes: number;
}

/** A HID device that exists only for processes that run with `environment` (umockdev). */
export interface VirtualHid {
  /** Variables for the host's process: with them its device files and its udev are the test bed's. */
  readonly environment: NodeJS.ProcessEnv;
  readonly path: string;
  /** One input report for the host. */
  send(report: Uint8Array): void;
  /** One output report as the host wrote it, its leading report id included. */
  onReport(listener: (report: Uint8Array) => void): Unsubscribe;
  unplug(): Promise<void>;
  plug(): Promise<void>;
  stop(): Promise<void>;
}

const lineSchema = z.union([
  z.object({
    ready: z.literal(true),
    path: z.string(),
    environment: z.record(z.string(), z.string()),
  }),
  z.object({ report: z.string() }),
  z.object({ done: z.enum(['plug', 'unplug']) }),
]);

type Line = z.infer<typeof lineSchema>;
type Helper = ChildProcessByStdio<Writable, Readable, Readable>;

const HELPER = fileURLToPath(new URL('./umockdev-hid.py', import.meta.url));

/** Debian's own Python, for which its umockdev binding is installed. */
const PYTHON = '/usr/bin/python3';

/** @throws with a sentence when umockdev is missing. */
export async function startVirtualHid(options: VirtualHidOptions): Promise<VirtualHid> {
  const description = { ...options, descriptor: Buffer.from(options.descriptor).toString('hex') };
  const helper = spawn('umockdev-wrapper', [PYTHON, HELPER, JSON.stringify(description)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const lines = new Listeners<Line>();
  createInterface(helper.stdout).on('line', (line) =>
    lines.emit(lineSchema.parse(JSON.parse(line))),
  );
  const { environment, path } = await ready(helper, lines);
  const order = async (name: 'plug' | 'unplug'): Promise<void> => {
    const done = nextLine(lines, (line) => 'done' in line && line.done === name);
    helper.stdin.write(`${JSON.stringify({ order: name })}\n`);
    await done;
  };
  return {
    environment,
    path,
    send: (report) => {
      helper.stdin.write(`${JSON.stringify({ report: Buffer.from(report).toString('hex') })}\n`);
    },
    onReport: (listener) =>
      lines.add((line) => {
        if ('report' in line) listener(Buffer.from(line.report, 'hex'));
      }),
    unplug: () => order('unplug'),
    plug: () => order('plug'),
    stop: async () => {
      if (helper.exitCode !== null || helper.signalCode !== null) return;
      const ended = once(helper, 'exit');
      helper.stdin.end();
      await ended;
    },
  };
}

function nextLine(lines: Listeners<Line>, isWanted: (line: Line) => boolean): Promise<Line> {
  return new Promise((resolve) => {
    const forget = lines.add((line) => {
      if (!isWanted(line)) return;
      forget();
      resolve(line);
    });
  });
}

async function ready(
  helper: Helper,
  lines: Listeners<Line>,
): Promise<{ environment: NodeJS.ProcessEnv; path: string }> {
  let complaint = '';
  helper.stderr.on('data', (bytes: Uint8Array) => {
    complaint = (complaint + new TextDecoder().decode(bytes)).slice(-2_000);
  });
  const failed = new Promise<never>((_resolve, reject) => {
    helper.once('error', (error: NodeJS.ErrnoException) => {
      const sentence =
        'umockdev is missing: install the Debian packages umockdev, python3-gi, gir1.2-umockdev-1.0';
      reject(error.code === 'ENOENT' ? new Error(sentence) : error);
    });
    helper.once('close', () => reject(new Error(`no virtual HID device: ${complaint.trim()}`)));
  });
  const line = await Promise.race([nextLine(lines, (candidate) => 'ready' in candidate), failed]);
  if (!('ready' in line)) throw new Error('the first line is the ready line');
  return { environment: { ...process.env, ...line.environment }, path: line.path };
}
