import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);
const DEVICE = 'shaped0';
const CONGESTION_CONTROL = 'cubic';

/** Two network namespaces and the wire between them. */
export interface ShapedLink {
  /** Goes before a command that is to run on this side. */
  readonly near: readonly string[];
  readonly far: readonly string[];
  readonly nearAddress: string;
  readonly farAddress: string;
  /** Of both sides; cubic where the kernel has it. */
  readonly congestionControl: string;
  /** Removes wire and namespaces; also done when this process ends. */
  close(): void;
}

/** Why there is no shaped wire on this machine, as a sentence; undefined when there should be. */
export function whyNoShapedLink(): string | undefined {
  if (process.platform !== 'linux') return 'a shaped wire needs network namespaces of Linux';
  if (process.getuid?.() !== 0) return 'a shaped wire needs root, for network namespaces and tc';
  const missing = ['ip', 'tc', 'curl'].find((program) => !isInstalled(program));
  return missing && `a shaped wire needs the program ${missing} (iproute2, curl)`;
}

/**
 * Lays a wire of `megabitsPerSecond` (headers of Ethernet, IP and TCP count) in each direction between two new
 * namespaces: a veth pair with a token bucket and a queue of 50 ms at both ends. TCP runs end to end.
 * @throws when the kernel refuses
 */
export async function openShapedLink(megabitsPerSecond: number): Promise<ShapedLink> {
  const [near, far] = [`tram-near-${process.pid}`, `tram-far-${process.pid}`];
  const close = (): void => {
    process.off('exit', close);
    for (const name of [near, far]) spawnSync('ip', ['netns', 'delete', name], { stdio: 'ignore' });
  };
  process.on('exit', close);
  const sides = [
    { name: near, address: '10.99.83.1' },
    { name: far, address: '10.99.83.2' },
  ] as const;
  try {
    for (const { name } of sides) await run('ip', ['netns', 'add', name]);
    const pair = ['type', 'veth', 'peer', 'name', DEVICE, 'netns', far];
    await run('ip', ['-n', near, 'link', 'add', DEVICE, ...pair]);
    for (const side of sides) await raise(side, megabitsPerSecond);
    const congestionControl = await settleCongestionControl([near, far]);
    return {
      near: ['ip', 'netns', 'exec', near],
      far: ['ip', 'netns', 'exec', far],
      nearAddress: sides[0].address,
      farAddress: sides[1].address,
      congestionControl,
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** Bytes that left this namespace over the wire; for a process inside of it. */
export function sentOverLinkBytes(): number {
  return Number(readFileSync(`/sys/class/net/${DEVICE}/statistics/tx_bytes`, 'utf8'));
}

async function raise(
  side: { name: string; address: string },
  megabitsPerSecond: number,
): Promise<void> {
  const ip = (...words: string[]): Promise<unknown> => run('ip', ['-n', side.name, ...words]);
  await ip('link', 'set', 'lo', 'up');
  await ip('address', 'add', `${side.address}/24`, 'dev', DEVICE);
  await ip('link', 'set', DEVICE, 'up');
  const bucket = ['tbf', 'rate', `${megabitsPerSecond}mbit`, 'burst', '16kb', 'latency', '50ms'];
  await run('tc', ['-n', side.name, 'qdisc', 'add', 'dev', DEVICE, 'root', ...bucket]);
}

/** Cubic reads steadier on a short wire than BBR; a kernel that does not let us choose keeps its own. */
async function settleCongestionControl(namespaces: readonly string[]): Promise<string> {
  const path = '/proc/sys/net/ipv4/tcp_congestion_control';
  const script = `echo ${CONGESTION_CONTROL} 2>/dev/null > ${path}; cat ${path}`;
  const settled: string[] = [];
  for (const name of namespaces) {
    settled.push((await run('ip', ['netns', 'exec', name, 'sh', '-c', script])).stdout.trim());
  }
  return [...new Set(settled)].join(', ');
}

function isInstalled(program: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(':');
  return folders.some((folder) => existsSync(`${folder}/${program}`));
}
