import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface DeviceProcessOptions {
  /** What runs in the process: `main.ts` beside this file, or the bundle of an app. */
  readonly script: string;
  /** The Node that runs it; this process's own when absent. */
  readonly node?: string;
}

/** A driver holds a few pictures at most. */
const LEAN_FLAGS = ['--max-old-space-size=96', '--max-semi-space-size=2'];

/** A driver that hangs does not notice that its station was killed: the kernel ends it, so that its port is free again. */
const SETPRIV = '/usr/bin/setpriv';
const DIES_WITH_US = [SETPRIV, '--pdeathsig', 'KILL'];

/** Starts the process of one device; it speaks `messages.ts` over its channel. */
export function startDeviceProcess({
  script,
  node = process.execPath,
}: DeviceProcessOptions): ChildProcess {
  const own = [node, ...LEAN_FLAGS, script];
  const canTie = process.platform === 'linux' && existsSync(SETPRIV);
  const [command = node, ...args] = canTie ? [...DIES_WITH_US, ...own] : own;
  return spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
}
