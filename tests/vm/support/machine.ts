import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { MachineImage } from './machine-image.ts';

const PROJECT = resolve(import.meta.dirname, '../../..');

/** What came of a machine that has run its guest program to the end, or to the limit. */
export interface MachineRun {
  /** Exit code of the guest program; undefined where it did not come to its end. */
  readonly status: number | undefined;
  /** One JSON value a line, as the guest wrote them. */
  readonly report: string;
  /** Where the guest program crashed once and was started again; empty where it did not. */
  readonly crash: string;
  /** What was on the machine's console. */
  readonly console: string;
  readonly tookMs: number;
}

export interface MachineTask {
  /** Lies on the desk, the folder that host and guest share. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly limitMs: number;
}

/**
 * Boots a throw-away machine that sees this one's files, runs `guest/main.ts` in it, and waits until it has switched itself
 * off. It is emulated throughout, so that it also runs where no virtual machine may use the processor.
 */
export async function runMachine(
  image: MachineImage,
  { files, limitMs }: MachineTask,
): Promise<MachineRun> {
  const desk = await mkdtemp(join(tmpdir(), 'tram-machine-'));
  try {
    const guest = [join(import.meta.dirname, 'guest.sh'), process.execPath, PROJECT];
    await writeFile(join(desk, 'start.sh'), `exec /bin/sh ${guest.map(quoted).join(' ')}\n`);
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(desk, name), bytes);
    const startedAt = performance.now();
    const console = await new Machine(image, { desk, limitMs }).off;
    const tookMs = Math.round(performance.now() - startedAt);
    const status = await textOf(join(desk, 'status'));
    return {
      status: status === '' ? undefined : Number(status),
      report: await textOf(join(desk, 'report.jsonl')),
      crash: await textOf(join(desk, 'crash')),
      console,
      tookMs,
    };
  } finally {
    await rm(desk, { recursive: true, force: true });
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

async function textOf(file: string): Promise<string> {
  return existsSync(file) ? readFile(file, 'utf8') : '';
}

function share(path: string, tag: string, more: string): string[] {
  return ['-virtfs', `local,path=${path},mount_tag=${tag},security_model=none${more}`];
}

/** Emulated throughout, without a screen or a network. */
const MACHINE =
  '-accel tcg,thread=multi -cpu max -smp 2 -m 1536 -nographic -no-reboot -nic none'.split(' ');

const KERNEL_OPTIONS =
  'console=ttyS0 quiet panic=-1 mitigations=off tsc=reliable random.trust_cpu=on';

export interface BootOptions {
  /** The folder that host and guest share; `start.sh` in it is what the guest does. */
  readonly desk: string;
  readonly limitMs: number;
  /** Of its drive, beside the shares. */
  readonly drive?: readonly string[];
}

/** A machine that has been switched on. */
export class Machine {
  /** Answers with everything that was on its console, when it is off. */
  readonly off: Promise<string>;
  readonly #process: ChildProcess;
  readonly #pidFile: string;

  constructor(image: MachineImage, options: BootOptions, onLine?: (line: string) => void) {
    const { kernel, initialFiles } = image;
    const { desk, limitMs, drive = [] } = options;
    this.#pidFile = join(desk, 'machine.pid');
    const start = ['-kernel', kernel, '-initrd', initialFiles, '-append', KERNEL_OPTIONS];
    const shares = [
      ...share('/', 'host', ',readonly=on,multidevs=remap'),
      ...share(desk, 'desk', ''),
    ];
    // `timeout` ends the machine in time even where this process is gone by then.
    const command = ['--kill-after=5', String(limitMs / 1000), 'qemu-system-x86_64'];
    this.#process = spawn(
      'timeout',
      [...command, ...MACHINE, ...start, ...shares, ...drive, '-pidfile', this.#pidFile],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.off = this.#listen(onLine);
  }

  /** Takes the power away, in the middle of whatever it does. */
  async cut(): Promise<void> {
    process.kill(Number(await readFile(this.#pidFile, 'utf8')), 'SIGKILL');
    await this.off;
  }

  async #listen(onLine: ((line: string) => void) | undefined): Promise<string> {
    const { stdout, stderr } = this.#process;
    let console = '';
    let told = 0;
    const hear = (bytes: Uint8Array): void => {
      console += new TextDecoder().decode(bytes);
      for (let end = console.indexOf('\n', told); end >= 0; end = console.indexOf('\n', told)) {
        onLine?.(console.slice(told, end).trimEnd());
        told = end + 1;
      }
    };
    stdout?.on('data', hear);
    stderr?.on('data', hear);
    await once(this.#process, 'close');
    return console;
  }
}
