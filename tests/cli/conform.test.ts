import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { z } from 'zod';
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

test('conform takes the port that it is given', { timeout: LIMIT_MS }, async () => {
  const port = '/dev/tty-that-is-not-there';
  const { status, report } = await conform(['--driver', 'visca', '--port', port]);
  expect(status).toBe(1);
  expect(report).toMatchObject({ ok: false, port });
  expect(report.clauses[0]?.detail).toContain('port-not-found');
});
