import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const WATCHER = `
  const { PortWatch } = await import(${JSON.stringify(
    fileURLToPath(new URL('../../src/devices/transports/port-watch.ts', import.meta.url)),
  )});
  new PortWatch(() => process.stdout.write('listening'));
  setInterval(() => undefined, 1000);
`;

test('no monitor of the ports outlives a station that is killed', async ({ skip }) => {
  const canWatch = process.platform === 'linux' && existsSync('/usr/bin/udevadm');
  skip(
    !canWatch || !existsSync('/usr/bin/setpriv'),
    'needs the Debian packages udev and util-linux',
  );
  const station = spawn(process.execPath, ['--input-type=module', '-e', WATCHER], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(station.stdout, 'data');
  const monitors = childrenOf(station.pid ?? 0);
  expect(monitors).toHaveLength(1);
  station.kill('SIGKILL');
  await once(station, 'exit');
  await expect.poll(() => monitors.filter(isRunning)).toEqual([]);
});

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => statOf(pid)?.parent === parent);
}

function isRunning(pid: number): boolean {
  const stat = statOf(pid);
  return stat !== undefined && stat.state !== 'Z';
}

/** proc_pid_stat(5): the fields after the name in brackets. */
function statOf(pid: number): { state: string; parent: number } | undefined {
  const path = `/proc/${pid}/stat`;
  if (!(pid > 0) || !existsSync(path)) return undefined;
  const text = readFileSync(path, 'utf8');
  const [state = '', parent] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state, parent: Number(parent) };
}
