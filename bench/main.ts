import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, parseArgs } from 'node:util';
import { commit } from './commit.ts';
import { cpuPerDossier } from './cpu-per-dossier.ts';
import { deviceEventLoop } from './device-event-loop.ts';
import { deviceHid } from './device-hid.ts';
import { devicePicture } from './device-picture.ts';
import { devicePreview } from './device-preview.ts';
import { deviceScreen } from './device-screen.ts';
import { deviceSerial115200, deviceSerial57600 } from './device-serial.ts';
import { memory } from './memory.ts';
import { seal } from './seal.ts';
import { startup } from './startup.ts';
import { isMet } from './support/benchmark.ts';
import type { Benchmark, Measured, Skipped } from './support/benchmark.ts';
import { rounded } from './support/statistics.ts';
import { upload } from './upload.ts';

const DEVICES: readonly Benchmark[] = [
  deviceSerial57600,
  deviceSerial115200,
  deviceHid,
  devicePreview,
  devicePicture,
  deviceScreen,
  deviceEventLoop,
];
const BENCHMARKS: readonly Benchmark[] = [
  commit,
  seal,
  startup,
  upload,
  cpuPerDossier,
  memory,
  ...DEVICES,
];
/** Names that stand for several. */
const GROUPS: Readonly<Record<string, readonly Benchmark[]>> = { devices: DEVICES };

const HELP = `npm run bench -- [--json] [--only NAME,NAME | NAMES] [--quick]

Each benchmark measures the station and its peer in turn in the same run and gives their ratio.

  --json    one JSON object a line on standard output, everything else on standard error
  --only    only these: ${BENCHMARKS.map(({ name }) => name).join(', ')};
            devices for all whose names begin so
  --quick   few repetitions: shows that the benchmarks work, the figures say little
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

// The exit handlers take down what a benchmark has put up.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

if (values.help) process.stdout.write(HELP);
else await run(chosen([...values.only.flatMap((names) => names.split(',')), ...positionals]));

function chosen(names: readonly string[]): readonly Benchmark[] {
  if (names.length === 0) return BENCHMARKS;
  const wanted = names.flatMap((name) => GROUPS[name]?.map((one) => one.name) ?? [name]);
  const unknown = wanted.find((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
  if (unknown !== undefined) {
    say(`There is no benchmark "${unknown}".\n\n${HELP}`);
    process.exit(2);
  }
  return BENCHMARKS.filter(({ name }) => wanted.includes(name));
}

/** A benchmark that fails does not take the others with it; the exit code tells. */
async function run(benchmarks: readonly Benchmark[]): Promise<void> {
  for (const benchmark of benchmarks) {
    try {
      const result = await measure(benchmark);
      const line = values.json ? jsonLine(benchmark, result) : sentence(benchmark, result);
      process.stdout.write(`${line}\n`);
    } catch (cause) {
      say(`${benchmark.name} FAILED: ${inspect(cause)}`);
      process.exitCode = 1;
    }
  }
}

async function measure(benchmark: Benchmark): Promise<Measured | Skipped> {
  const { name, against } = benchmark;
  const scratch = mkdtempSync(join(tmpdir(), `tram-bench-${name}-`));
  say(`${name}: against ${against}`);
  try {
    const { quick } = values;
    return await benchmark.measure({ quick, scratch, say: (text) => say(`${name}: ${text}`) });
  } finally {
    // What a benchmark started may write its last while it ends.
    rmSync(scratch, { recursive: true, force: true, maxRetries: 10 });
  }
}

function jsonLine({ name, against, unit, goal }: Benchmark, result: Measured | Skipped): string {
  if ('skipped' in result) return JSON.stringify({ name, against, unit, ...goal, ...result });
  const ratio = rounded(result.ratio);
  const met = isMet(goal, result.ratio);
  const quick = values.quick ? { quick: true } : {};
  return JSON.stringify({ name, ratio, against, unit, ...goal, met, ...quick, ...result.figures });
}

function sentence(benchmark: Benchmark, result: Measured | Skipped): string {
  const { against, unit, goal } = benchmark;
  const name = benchmark.name.padEnd(16);
  if ('skipped' in result) return `${name} skipped: ${result.skipped}`;
  const sign = goal.goalIs === 'at-most' ? '≤' : '≥';
  const verdict = isMet(goal, result.ratio) ? 'met' : 'MISSED';
  const ratio = rounded(result.ratio);
  return `${name} ${ratio} (goal ${sign} ${goal.goal}: ${verdict}), ${unit}, against ${against}`;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
