import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { companionNode } from '../host/companion-node.ts';
import { companionScript } from '../host/companion-script.ts';

const reachedSchema = z.strictObject({
  url: z.string(),
  caPem: z.string(),
  enrolmentCode: z.string(),
});

/** The reference ministry of a training station, in a process of its own that ends with the station. */
export interface EmbeddedMinistry extends z.infer<typeof reachedSchema> {
  stop(): Promise<void>;
}

const STOP_LIMIT_MS = 3_000;

/** @throws with the ministry's own sentence when it does not start (folder of another sealing key) */
export async function startEmbeddedMinistry(
  dataDirectory: string,
  sealingKey: 'hybrid' | 'classic' | null,
): Promise<EmbeddedMinistry> {
  const child = fork(
    companionScript('ministry'),
    ['--data', dataDirectory, ...(sealingKey === null ? [] : ['--sealing-key', sealingKey])],
    { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [], execPath: companionNode() },
  );
  const reached = reachedSchema.parse(await firstMessage(child));
  return { ...reached, stop: () => stopChild(child) };
}

async function firstMessage(child: ChildProcess): Promise<unknown> {
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2_000);
  });
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', () => reject(new Error(`the ministry did not start: ${complaint.trim()}`)));
  });
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  if (child.connected) child.disconnect();
  const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await ended;
  clearTimeout(limit);
}
