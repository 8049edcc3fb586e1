import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { Listeners } from '../listeners.ts';
import type { HidDescription, HidWire } from './hid-wire.ts';

/** A HID device that exists only for processes that run with `environment` (umockdev). */
export interface VirtualHid extends HidWire {
  /** Variables for the host's process: with them its device files and its udev are the test bed's. */
  readonly environment: NodeJS.ProcessEnv;
  /** Of its device file; another one each time it is plugged in. */
  readonly path: string;
  /** Answers when the host has read every report that was handed over. */
  settled(): Promise<void>;
}

const lineSchema = z.union([
  z.object({
    ready: z.literal(true),
    path: z.string(),
    environment: z.record(z.string(), z.string()),
  }),
  z.object({ report: z.string() }),
  z.object({ done: z.literal('plug'), path: z.string() }),
  z.object({ done: z.literal(['unplug', 'settle']) }),
]);

type Line = z.infer<typeof lineSchema>;
type Helper = ChildProcessByStdio<Writable, Readable, Readable>;

const HELPER = fileURLToPath(new URL('./umockdev-hid.py', import.meta.url));

/** Debian's own Python, for which its umockdev binding is installed. */
const PYTHON = '/usr/bin/python3';

/** @throws with a sentence when umockdev is missing. */
export async function startVirtualHid(options: HidDescription): Promise<VirtualHid> {
  const description = { ...options, descriptor: Buffer.from(options.descriptor).toString('hex') };
  const helper = spawn('umockdev-wrapper', [PYTHON, HELPER, JSON.stringify(description)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const lines = new Listeners<Line>();
  createInterface(helper.stdout).on('line', (line) =>
    lines.emit(lineSchema.parse(JSON.parse(line))),
  );
  const { environment, path: firstPath } = await ready(helper, lines);
  let path = firstPath;
  lines.add((line) => {
    if ('path' in line) path = line.path;
  });
  const order = async (name: 'plug' | 'unplug' | 'settle'): Promise<void> => {
    const done = nextLine(lines, (line) => 'done' in line && line.done === name);
    helper.stdin.write(`${JSON.stringify({ order: name })}\n`);
    await done;
  };
  return {
    environment,
    get path() {
      return path;
    },
    send: (report) => {
      helper.stdin.write(`${JSON.stringify({ report: Buffer.from(report).toString('hex') })}\n`);
      return true;
    },
    onReport: (listener) =>
      lines.add((line) => {
        if ('report' in line) listener(Buffer.from(line.report, 'hex'));
      }),
    unplug: () => order('unplug'),
    plug: () => order('plug'),
    settled: () => order('settle'),
    stop: async () => {
      if (helper.exitCode !== null || helper.signalCode !== null) return;
      const ended = once(helper, 'exit');
      helper.stdin.end();
      await ended;
    },
  };
}

/** The library that umockdev puts before a process's own system calls. */
const PRELOAD = 'libumockdev-preload';

/** Whether virtual devices can be shown to this process itself. */
export function isUnderTestBed(): boolean {
  return process.env['LD_PRELOAD']?.includes(PRELOAD) === true;
}

/** A HID device that exists for this process, which runs under `umockdev-wrapper`; one at a time. */
export async function startOwnVirtualHid(description: HidDescription): Promise<HidWire> {
  const hid = await startVirtualHid(description);
  process.env['UMOCKDEV_DIR'] = hid.environment['UMOCKDEV_DIR'];
  return {
    ...hid,
    stop: async () => {
      delete process.env['UMOCKDEV_DIR'];
      await hid.stop();
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
