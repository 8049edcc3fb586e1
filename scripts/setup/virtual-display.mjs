import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { Problem } from './problem.mjs';

/** The smallest screen that the station is made for. */
const screen = '1366x768x24';

/** True when windows have somewhere to go. */
export function hasDisplay() {
  return (
    process.platform !== 'linux' ||
    Boolean(process.env.DISPLAY) ||
    Boolean(process.env.WAYLAND_DISPLAY)
  );
}

/**
 * Starts an X server that shows nothing, on a display number of its own choice.
 * @returns {Promise<{display: string, stop: () => void}>} `display` such as `:99`
 */
export function startVirtualDisplay() {
  const server = ['Xvfb', '-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp'];
  // The server must not outlive us, however we end.
  const [command, ...args] = fs.existsSync('/usr/bin/setpriv')
    ? ['/usr/bin/setpriv', '--pdeathsig', 'TERM', ...server]
    : server;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      // Out of reach of the terminal's Ctrl-C: the window has to close before its display does.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    let complaints = '';
    let number = '';
    child.stderr.on('data', (chunk) => (complaints += chunk));
    child.on('error', (error) =>
      reject(new Problem(`Xvfb could not be started: ${error.message}.`)),
    );
    child.on('exit', (code) =>
      reject(new Problem(`Xvfb ended with code ${code}: ${complaints.trim().split('\n')[0]}`)),
    );
    child.stdio[3].on('data', (chunk) => {
      number += chunk;
      if (!number.includes('\n')) return;
      child.unref();
      for (const stream of [child.stderr, child.stdio[3]]) stream.unref();
      resolve({ display: `:${number.trim()}`, stop: () => child.kill() });
    });
  });
}
