import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const READY_LIMIT_MS = 60_000;
const LOOK_EVERY_MS = 5;
const END_LIMIT_MS = 10_000;

/**
 * True when keys go somewhere: the window is shown and a control in it has the focus (the station's sign-in
 * begins with the people to choose from, which the arrow keys and the first letters of a name walk through).
 */
const IS_READY = `document.visibilityState === 'visible' && document.activeElement?.matches('input, button') === true`;

const WHAT_IT_SHOWS = `document.visibilityState + ': ' + document.body?.innerText`;

const WINDOW = join(import.meta.dirname, '../../out/main/index.js');

/** Why the station's window cannot be opened here, as a sentence; undefined when it can. */
export function whyNoWindow(): string | undefined {
  const { DISPLAY, WAYLAND_DISPLAY, TRAM_ELECTRON } = process.env;
  if (TRAM_ELECTRON === undefined) {
    return '`npm run bench` prepares Electron; this run was without it';
  }
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return 'there is no display';
  return existsSync(WINDOW) ? undefined : 'the window is not built';
}

export interface Launch {
  /** The Electron program. */
  readonly executable: string;
  /** The application's folder and its arguments. */
  readonly args: readonly string[];
}

/**
 * Starts an Electron application, looks through Chromium's debugging port until a person could type in
 * its window, and ends it. @returns milliseconds from the start of the program
 */
export async function millisecondsUntilReady({ executable, args }: Launch): Promise<number> {
  const rootNeeds = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const startedAt = performance.now();
  const child = spawn(executable, [...rootNeeds, '--remote-debugging-port=0', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TRAM_E2E: '1' },
  });
  const complaints: string[] = [];
  try {
    const limit = AbortSignal.timeout(READY_LIMIT_MS);
    const port = await debuggingPort(child, complaints, limit);
    const page = await openPage(port, limit);
    while ((await page.evaluate(IS_READY)) !== true) {
      if (limit.aborted) complaints.push(`It shows: ${String(await page.evaluate(WHAT_IT_SHOWS))}`);
      await pause(LOOK_EVERY_MS, undefined, { signal: limit });
    }
    const tookMs = performance.now() - startedAt;
    page.close();
    return tookMs;
  } catch (cause) {
    throw new Error(`${args[0]} was not ready:\n${complaints.slice(-20).join('\n')}`, { cause });
  } finally {
    await end(child);
  }
}

/** Chromium says it on standard error; what else is said there is kept for an error's text. */
async function debuggingPort(
  child: ChildProcess,
  complaints: string[],
  limit: AbortSignal,
): Promise<number> {
  if (!child.stderr) throw new Error('started without a pipe');
  const lines = createInterface({ input: child.stderr });
  return new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      const port = /DevTools listening on ws:\/\/[^:]+:(\d+)\//.exec(line)?.[1];
      if (port === undefined) complaints.push(line);
      else resolve(Number(port));
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the program ended with code ${code}`)));
    limit.addEventListener('abort', () => reject(new Error('it opened no debugging port')));
  });
}

const targetsSchema = z.array(
  z.looseObject({ type: z.string(), url: z.string(), webSocketDebuggerUrl: z.string().optional() }),
);
const replySchema = z.looseObject({
  id: z.int().optional(),
  result: z.looseObject({ result: z.looseObject({ value: z.unknown() }).optional() }).optional(),
});

interface Page {
  /** The value of an expression; undefined while the page is being replaced. */
  evaluate(expression: string): Promise<unknown>;
  close(): void;
}

/** The first page of the application, as soon as there is one. */
async function openPage(port: number, limit: AbortSignal): Promise<Page> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/json/list`, { signal: limit });
    const targets = targetsSchema.parse(await answer.json());
    const url = targets.find(({ type }) => type === 'page')?.webSocketDebuggerUrl;
    if (url !== undefined) return connect(url);
    await pause(LOOK_EVERY_MS, undefined, { signal: limit });
  }
}

async function connect(url: string): Promise<Page> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, (value: unknown) => void>();
  let lastId = 0;
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = replySchema.parse(JSON.parse(String(data)));
    if (id !== undefined) waiting.get(id)?.(result?.result?.value);
  });
  socket.addEventListener('close', () => {
    for (const answer of waiting.values()) answer(undefined);
  });
  await once(socket, 'open');
  return {
    evaluate: (expression) =>
      new Promise((resolve) => {
        lastId += 1;
        waiting.set(lastId, resolve);
        const params = { expression, returnByValue: true };
        socket.send(JSON.stringify({ id: lastId, method: 'Runtime.evaluate', params }));
      }),
    close: () => socket.close(),
  };
}

/** As a session that ends: the application closes its store first. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const limit = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS);
  await exited;
  clearTimeout(limit);
}
