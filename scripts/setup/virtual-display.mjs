import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { Problem } from './problem.mjs';

/** The smallest screen that the station is made for. */
const screen = '1366x768x24';

/** How long a display may take to answer. */
const patienceMs = 3000;

/**
 * Whether windows have somewhere to go: `there`, `none`, or `dead` when the environment names a display that
 * nobody answers at.
 */
export async function displayState() {
  const { DISPLAY: display, WAYLAND_DISPLAY: wayland } = process.env;
  if (process.platform !== 'linux') return 'there';
  if (!display && !wayland) return 'none';
  const addresses = [...(wayland ? [waylandAddress(wayland)] : []), ...xAddresses(display ?? '')];
  for (const address of addresses) if (await answers(address)) return 'there';
  return 'dead';
}

function waylandAddress(name) {
  return { path: path.resolve(process.env.XDG_RUNTIME_DIR ?? '/run', name) };
}

/** `:0` is a socket here, in the file system or abstract; `host:10.0` is TCP port 6010 of the host. */
function xAddresses(display) {
  const [, host, number] = /^(.*):(\d+)(?:\.\d+)?$/.exec(display) ?? [];
  if (number === undefined) return [];
  if (host && host !== 'unix') return [{ host, port: 6000 + Number(number) }];
  const socket = `/tmp/.X11-unix/X${number}`;
  return [{ path: socket }, { path: `\0${socket}` }];
}

function answers(address) {
  return new Promise((resolve) => {
    const socket = net.connect(address);
    const finish = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(patienceMs, () => finish(false));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
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
