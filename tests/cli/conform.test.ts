import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { pluggedModule } from '../devices/emulated-module.ts';
import { HAS_UMOCKDEV, UMOCKDEV_IS_MISSING } from '../devices/hid-bench.ts';

const LIMIT_MS = 120_000;

const reportSchema = z.object({
  ok: z.boolean(),
  driver: z.string(),
  port: z.string().nullable(),
  clauses: z
    .array(z.looseObject({ statement: z.string(), result: z.string(), detail: z.string() }))
    .min(1),
});

interface Run {
  readonly status: number;
  readonly report: z.infer<typeof reportSchema>;
  readonly said: string;
}

function conform(args: readonly string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const given = ['src/cli/tram.ts', 'devices', 'conform', '--json', ...args];
    execFile(process.execPath, given, (error, stdout, stderr) => {
      if (stdout === '') return reject(error ?? new Error(stderr));
      const status = typeof error?.code === 'number' ? error.code : 0;
      return resolve({ status, report: reportSchema.parse(JSON.parse(stdout)), said: stderr });
    });
  });
}

/** What it says when it ends without a result; nobody is at its terminal. */
function refusal(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const given = ['src/cli/tram.ts', 'devices', 'conform', '--json', ...args];
    const child = execFile(process.execPath, given, (error, stdout, stderr) => {
      if (error?.code === 1 && stdout === '') resolve(stderr);
      else reject(error ?? new Error(stdout));
    });
    child.stdin?.end();
  });
}

test.for([
  [['zfm', '--transport', 'hid'], ['it takes no slaps']],
  [['hid-pos'], []],
] as const)(
  'conform holds the driver %s to its whole contract on a virtual HID device',
  { timeout: LIMIT_MS },
  async ([driver, notItsOwn], { skip }) => {
    skip(!HAS_UMOCKDEV, UMOCKDEV_IS_MISSING);
    const { status, report, said } = await conform(['--driver', ...driver]);
    expect(report.clauses.filter(({ result }) => result === 'failed')).toEqual([]);
    const skipped = report.clauses.filter(({ result }) => result === 'skipped');
    expect(skipped.map(({ detail }) => detail)).toEqual(notItsOwn);
    expect({ status, ok: report.ok, driver: report.driver }).toEqual({
      status: 0,
      ok: true,
      driver: driver[0],
    });
    for (const { statement } of report.clauses) expect(said).toContain(statement);
  },
);

test('conform takes the port that it is given, and ends where nobody is beside the device', async () => {
  const module = await pluggedModule();
  const said = await refusal(['--driver', 'zfm', '--port', module.path]);
  expect(said).toMatch(/Then press Enter\.[^]*Nobody answers: run this in a terminal/);
});

test.each([
  [
    ['--driver', 'visca', '--port', '/dev/tty-that-is-not-there'],
    /^The device at \/dev\/tty-that-is-not-there does not open: port-not-found, .*\n$/,
  ],
  [['--driver', 'vc0706', '--port', '/dev/null'], /^--port: \/dev\/null is no serial port\.\n$/],
  [['--driver', 'sbi', '--port', '99999', '--trust', 'x'], /a number from 1 to 65535/],
  [['--driver', 'sbi', '--port', 'abc', '--trust', 'x'], /a number from 1 to 65535/],
  [['--driver', 'sbi', '--port', '4501', '--trust', 'x.pem'], /^x\.pem cannot be read: ENOENT/],
  [['--driver', 'sbi', '--trust', 'x.pem'], /^--trust is for sbi with --port/],
  [['--driver', 'visca', '--transport', 'hid'], /^--transport is for zfm/],
  [['--driver', 'wedge', '--port', '/dev/ttyS0'], /^--port is not for wedge/],
] as const)('conform refuses %j with one sentence', async (args, sentence) => {
  expect(await refusal(args)).toMatch(sentence);
});
