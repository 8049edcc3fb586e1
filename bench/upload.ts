import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { atMost } from './support/benchmark.ts';
import type { Benchmark, Measured, Setting, Skipped } from './support/benchmark.ts';
import { openShapedLink, whyNoShapedLink } from './support/shaped-link.ts';
import type { ShapedLink } from './support/shaped-link.ts';
import { median, rounded } from './support/statistics.ts';

const MEGABITS_PER_SECOND = 10;
const FAR_SIDE = join(import.meta.dirname, 'upload/far-side.ts');
const NEAR_SIDE = join(import.meta.dirname, 'upload/near-side.ts');

/** What the far side tells once it answers. */
export interface FarSide {
  readonly ministryUrl: string;
  readonly caPem: string;
  readonly enrolmentCode: string;
  /** Takes a PUT of any size and answers when it has read all of it. */
  readonly sinkUrl: string;
}

/** What the near side is to do. */
export interface UploadTask extends FarSide {
  readonly directory: string;
  readonly rounds: number;
  readonly packets: number;
  readonly packetBytes: number;
}

/** One upload of a batch, or one `curl` of as many bytes. */
export interface Run {
  readonly seconds: number;
  readonly payloadBytes: number;
  /** With all headers. */
  readonly wireBytes: number;
}

/** One JSON line of the near side a round. */
export interface Round {
  readonly subject: Run;
  readonly peer: Run;
}

/**
 * The batch of a night over 10 Mbit/s: announce, upload, finalize (the ministry opens and checks every
 * packet before it answers), with client certificates, to a ministry in a process and a network namespace of
 * its own. The peer is `curl`, which sends the same bytes in one request over the same wire to a server
 * that throws them away.
 */
export const upload: Benchmark = {
  name: 'upload',
  against: 'one curl PUT of the same bytes over the same wire of 10 Mbit/s',
  unit: 'seconds',
  goal: atMost(1.05),
  measure,
};

async function measure({ quick, scratch, say }: Setting): Promise<Measured | Skipped> {
  const reason = whyNoShapedLink();
  if (reason !== undefined) return { skipped: reason };
  const link = await openShapedLink(MEGABITS_PER_SECOND);
  const processes: ChildProcess[] = [];
  try {
    const far = start([...link.far], FAR_SIDE, [join(scratch, 'far'), link.farAddress]);
    processes.push(far);
    const reached = JSON.parse(await firstLine(far)) as FarSide;
    const task: UploadTask = {
      ...reached,
      directory: join(scratch, 'near'),
      rounds: quick ? 1 : 2,
      packets: quick ? 2 : 24,
      packetBytes: 1_000_000,
    };
    const near = start([...link.near], NEAR_SIDE, [JSON.stringify(task)]);
    processes.push(near);
    return summary(await roundsOf(near, say), task, link);
  } finally {
    await Promise.all(processes.map(end));
    link.close();
  }
}

async function roundsOf(near: ChildProcess, say: Setting['say']): Promise<Round[]> {
  const rounds: Round[] = [];
  const exited = once(near, 'exit');
  for await (const line of linesOf(near)) {
    rounds.push(JSON.parse(line) as Round);
    say(line);
  }
  const [code] = (await exited) as [number | null];
  if (code !== 0) throw new Error(`the uploading side ended with code ${code}`);
  return rounds;
}

function summary(rounds: readonly Round[], task: UploadTask, link: ShapedLink): Measured {
  const ratios = rounds.map(({ subject, peer }) => subject.seconds / peer.seconds);
  const figures = (side: 'subject' | 'peer'): Record<string, number> => {
    const runs = rounds.map((round) => round[side]);
    const overhead = runs.map((run) => run.wireBytes / run.payloadBytes);
    const slowness = runs.map(
      (run) => run.seconds / ((run.payloadBytes * 8) / (MEGABITS_PER_SECOND * 1e6)),
    );
    return {
      seconds: rounded(median(runs.map((run) => run.seconds))),
      againstRate: rounded(median(slowness)),
      wireOverPayload: rounded(median(overhead)),
    };
  };
  return {
    ratio: median(ratios),
    figures: {
      subject: figures('subject'),
      peer: figures('peer'),
      ratioPerRound: ratios.map(rounded),
      packets: task.packets,
      payloadBytes: median(rounds.map((round) => round.subject.payloadBytes)),
      megabitsPerSecond: MEGABITS_PER_SECOND,
      congestionControl: link.congestionControl,
    },
  };
}

function start(prefix: readonly string[], script: string, args: readonly string[]): ChildProcess {
  const [command = '', ...words] = [...prefix, process.execPath, script, ...args];
  return spawn(command, words, { stdio: ['pipe', 'pipe', 'inherit'] });
}

async function firstLine(child: ChildProcess): Promise<string> {
  for await (const line of linesOf(child)) return line;
  throw new Error('the far side ended without a word');
}

function linesOf(child: ChildProcess): AsyncIterable<string> {
  if (!child.stdout) throw new Error('started without a pipe');
  return createInterface({ input: child.stdout });
}

/** Both sides end when their standard input does. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.stdin?.end();
  await exited;
}
