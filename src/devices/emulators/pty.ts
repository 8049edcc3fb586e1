import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';

/** The device's end of a pseudo terminal; the host opens `path` as its serial port. */
export interface Pty {
  readonly path: string;
  write(bytes: Uint8Array): void;
  /** Pulls the cable: what left the device before is at the host, and its port is gone. */
  close(): Promise<void>;
}

type Socat = ChildProcessByStdio<Writable, Readable, Readable>;

/** After the last byte has left, the host has so long to read it; then its port is gone, and what is unread with it. */
const LAST_BYTES_SECONDS = 0.05;
const PULL_LIMIT_MS = 1_000;

/** What socat logs when both ends are open. */
const READY = 'starting data transfer loop';

/**
 * Opens a pseudo terminal with the host's end at `path`, a symbolic link that stays the same from one plugging to the
 * next. It needs socat, and throws a sentence when socat is missing.
 */
export async function openPty(path: string, onData: (bytes: Uint8Array) => void): Promise<Pty> {
  const terminal = `PTY,raw,echo=0,link=${path},mode=600`;
  const child = spawn('socat', ['-d', '-d', '-t', `${LAST_BYTES_SECONDS}`, terminal, 'STDIO'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  await ready(child);
  child.stdout.on('data', onData);
  // Writing into a cable that was pulled a moment ago: the bytes are lost, as on a real one.
  child.stdin.on('error', () => {});
  return {
    path,
    write: (bytes) => void child.stdin.write(bytes),
    close: () => pull(child, path),
  };
}

async function ready(child: Socat): Promise<void> {
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      const isMissing = error.code === 'ENOENT';
      const sentence = 'socat is missing: install the Debian package "socat" for emulated devices';
      reject(isMissing ? new Error(sentence) : error);
    });
    child.once('exit', () => reject(new Error(`socat opened no pseudo terminal: ${log.trim()}`)));
    child.stderr.on('data', (bytes: Uint8Array) => {
      if (log.includes(READY)) return;
      log += new TextDecoder().decode(bytes);
      if (log.includes(READY)) resolve();
    });
  });
}

async function pull(child: Socat, path: string): Promise<void> {
  const hasEnded = child.exitCode !== null || child.signalCode !== null;
  if (!hasEnded) {
    const ended = once(child, 'exit');
    child.stdin.end();
    const limit = setTimeout(() => child.kill('SIGKILL'), PULL_LIMIT_MS);
    await ended;
    clearTimeout(limit);
  }
  rmSync(path, { force: true });
}
