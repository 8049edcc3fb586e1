import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentencesOf } from '../../src/cli/verify-sentences.ts';
import { dayFigures, TRAINING_KEY, verifyFolder } from '../../src/station/index.ts';
import type { FolderVerdict } from '../../src/station/index.ts';
import { CONTRADICTIONS } from './support/contradictions.ts';
import { tamperWithStore } from './support/tamper.ts';

const temporary = mkdtempSync(join(tmpdir(), 'tram-cli-'));
const day = join(temporary, 'day');
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

function tram(...args: string[]): { status: number | null; lines: string[]; said: string } {
  const run = spawnSync(process.execPath, ['src/cli/tram.ts', ...args], { encoding: 'utf8' });
  return { status: run.status, lines: run.stdout.trimEnd().split('\n'), said: run.stderr };
}

function json(lines: string[]): unknown {
  return JSON.parse(lines.at(-1) ?? '');
}

async function verdictOn(directory: string): Promise<FolderVerdict> {
  const migrationsDirectory = join(process.cwd(), 'migrations');
  const verdict = await verifyFolder({ directory, key: TRAINING_KEY, migrationsDirectory });
  if (!verdict.ok) throw new Error(verdict.error);
  return verdict.value;
}

/** A copy of the day's folder, to be damaged. */
function copyOfDay(name: string): string {
  const copy = join(temporary, name);
  cpSync(day, copy, { recursive: true });
  return copy;
}

describe('an unattended day', () => {
  let report: unknown;
  beforeAll(() => {
    const run = tram(
      'day',
      '--citizens',
      '2',
      '--seed',
      '5',
      '--data',
      day,
      '--sealing-key',
      'classic',
      '--json',
    );
    if (run.status !== 0) throw new Error(run.said);
    report = json(run.lines);
  }, 120_000);

  it('accounts for every dossier', () => {
    expect(report).toMatchObject({
      citizens: 2,
      dossiers: {
        captured: 2,
        approved: 2,
        sealed: 2,
        sent: 2,
        acknowledged: 2,
        returned: 0,
        outstanding: 0,
      },
      captures: { fingerprint: expect.any(Number), portrait: 2 },
      packets: { count: 2, bytes: expect.any(Number) },
      balance: true,
      audit: { entries: expect.any(Number), chain: 'ok' },
      ministry: { dataDir: join(day, 'ministry'), accepted: 2 },
      seconds: {
        total: expect.any(Number),
        capture: expect.any(Number),
        seal: expect.any(Number),
        upload: expect.any(Number),
      },
    });
  });

  it('leaves packets that Debian’s age opens with the ministry’s identity, and tar lists', (context) => {
    if (spawnSync('age', ['--version']).error) {
      context.skip('the age program is not installed');
      return;
    }
    const packets = join(day, 'ministry', 'packets');
    const names = readdirSync(packets).filter((name) => name.endsWith('.age'));
    expect(names).toHaveLength(2);
    for (const name of names) {
      const bytes = readFileSync(join(packets, name));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(name.slice(0, -4));
      const identity = join(day, 'ministry', 'keys', 'identity.txt');
      const opened = spawnSync('age', ['-d', '-i', identity, join(packets, name)]);
      expect(opened.status).toBe(0);
      const listed = spawnSync('tar', ['-t'], { input: opened.stdout, encoding: 'utf8' });
      const entries = listed.stdout.split('\n');
      expect(entries.slice(0, 2)).toEqual(['manifest.json', 'dossier.json']);
      expect(entries.filter((entry) => entry.startsWith('fingerprints/'))).toHaveLength(10);
      expect(entries).toContain('portrait.jpg');
    }
  });

  it('run again on the same folder enrols nobody twice', () => {
    const copy = copyOfDay('again');
    const again = tram(
      'day',
      '--citizens',
      '2',
      '--seed',
      '5',
      '--data',
      copy,
      '--sealing-key',
      'classic',
      '--json',
    );
    expect(again.status).toBe(0);
    expect(json(again.lines)).toMatchObject({ dossiers: { captured: 2, acknowledged: 2 } });
  }, 60_000);

  it('does not run on a folder of real records', () => {
    const real = mkdtempSync(join(temporary, 'real-'));
    writeFileSync(
      join(real, 'key.json'),
      JSON.stringify({
        format: 'tram-key/1',
        custody: 'passphrase',
        argon2id: { memoryKiB: 65536, passes: 3, lanes: 1, salt: 'AAAAAAAAAAAAAAAAAAAAAA==' },
        nonce: 'AAAAAAAAAAAAAAAA',
        wrapped: 'AAAA',
      }),
    );
    const run = tram('day', '--citizens', '1', '--data', real);
    expect(run.status).toBe(1);
    expect(run.said).toContain('real records');
  });
});

describe('an inspector', () => {
  it('finds a folder in order, and leaves it as it was', () => {
    const before = readdirSync(day).toSorted();
    const run = tram('verify', '--data', day, '--json');
    expect(run.status).toBe(0);
    expect(json(run.lines)).toMatchObject({
      ok: true,
      balance: true,
      dossiers: { acknowledged: 2, draft: 0 },
      packets: { checked: 2, bad: [] },
      audit: { entries: expect.any(Number), chain: 'ok' },
    });
    const names = Object.keys(json(run.lines) as object);
    expect(names).toEqual(['ok', 'balance', 'dossiers', 'packets', 'audit']);
    expect(readdirSync(day).toSorted()).toEqual(before);
  });

  it('is told which packet has one byte changed', () => {
    const copy = copyOfDay('bad-packet');
    const [name = ''] = readdirSync(join(copy, 'packets'));
    const file = join(copy, 'packets', name);
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const run = tram('verify', '--data', copy, '--json');
    expect(run.status).toBe(1);
    expect(json(run.lines)).toMatchObject({
      ok: false,
      packets: { bad: [{ packetId: name.slice(0, -4), cause: 'wrong-hash' }] },
    });
    expect(run.said).toContain(name.slice(0, -4));
  });

  it('is told where the audit chain was changed', () => {
    const copy = copyOfDay('bad-audit');
    tamperWithStore(copy, "UPDATE audit SET detail = replace(detail, '{', '[') WHERE sequence = 7");
    const run = tram('verify', '--data', copy, '--json');
    expect(run.status).toBe(1);
    expect(json(run.lines)).toMatchObject({ ok: false, audit: { chain: 'broken', sequence: 7 } });
    expect(run.said).toContain('entry 7');
  });

  it('is told which sample was exchanged behind the audit chain', () => {
    const copy = copyOfDay('bad-sample');
    tamperWithStore(
      copy,
      `UPDATE captures SET image = zeroblob(1000), sha256 = '${'0'.repeat(64)}'
        WHERE modality = 'portrait' AND rowid = (SELECT max(rowid) FROM captures)`,
    );
    const run = tram('verify', '--data', copy, '--json');
    expect(run.status).toBe(1);
    expect(json(run.lines)).toMatchObject({
      ok: false,
      samples: { bad: [{ cause: 'wrong-hash' }] },
    });
  });

  for (const [what, sql, cause] of [
    ['is no JSON', 'detail = substr(detail, 2) WHERE sequence = 9', 'hash-differs'],
    [
      'has another letter in a key',
      "detail = replace(detail, 'version', 'versiom') WHERE sequence = (SELECT min(sequence) FROM audit WHERE kind = 'dossier.confirmed')",
      'hash-differs',
    ],
  ] as const) {
    it(`is told where the audit chain breaks when a detail ${what}, and of the packets all the same`, () => {
      const copy = copyOfDay(`bad-detail-${what.length}`);
      tamperWithStore(copy, `UPDATE audit SET ${sql}`);
      const run = tram('verify', '--data', copy, '--json');
      expect(run.status).toBe(1);
      expect(run.said).not.toMatch(/\n\s+at /);
      expect(json(run.lines)).toEqual({
        ok: false,
        balance: false,
        dossiers: expect.objectContaining({ acknowledged: 2 }),
        packets: { checked: 2, bad: [] },
        audit: {
          entries: expect.any(Number),
          chain: 'broken',
          sequence: expect.any(Number),
          cause,
        },
      });
      expect(run.said).toContain('The audit chain is broken at entry');
      const figures = dayFigures(copy, TRAINING_KEY, process.cwd());
      expect(figures).toMatchObject({
        ok: true,
        value: { dossiers: { captured: 2 }, balance: false, audit: { chain: 'broken' } },
      });
    });
  }

  it('is told that nobody can say how the audit chain ends when its head is gone', () => {
    const copy = copyOfDay('no-head');
    tamperWithStore(copy, 'DELETE FROM auditHead');
    const run = tram('verify', '--data', copy, '--json');
    expect(run.status).toBe(1);
    expect(json(run.lines)).toMatchObject({ audit: { chain: 'broken', cause: 'tail-cut' } });
  });

  for (const [index, [title, sql, named]] of CONTRADICTIONS.entries()) {
    it(`is told of ${title}`, async () => {
      const copy = copyOfDay(`contradiction-${index}`);
      tamperWithStore(copy, sql);
      const verdict = await verdictOn(copy);
      expect(verdict).toMatchObject({ ok: false, audit: { chain: 'ok' } });
      expect(verdict.contradictions).toContainEqual({ id: expect.any(String), ...named });
      const said = [...sentencesOf(verdict)].join('\n');
      for (const { id } of verdict.contradictions) expect(said).toContain(id);
    });
  }

  it('is told of every contradiction in words and in the report, and by the exit code', () => {
    const copy = copyOfDay('contradicted');
    for (const title of ['a person who was smuggled in', 'a person who is gone']) {
      const tampering = CONTRADICTIONS.find(([name]) => name === title);
      tamperWithStore(copy, tampering?.[1] ?? '');
    }
    const run = tram('verify', '--data', copy, '--json');
    expect(run.status).toBe(1);
    expect(json(run.lines)).toMatchObject({
      ok: false,
      balance: true,
      contradictions: [{ what: 'user', id: 'smuggled', cause: 'without-entry' }, { what: 'user' }],
    });
    expect(run.said).toContain(
      'User smuggled is in the store, but the audit chain does not know it.',
    );
  });

  it('is told that the store is damaged when a byte of its file changed', () => {
    const copy = copyOfDay('bad-store');
    const file = join(copy, 'tram.db');
    const bytes = readFileSync(file);
    const middle = Math.floor(bytes.length * 0.6);
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const run = tram('verify', '--data', copy, '--json');
    expect(run.status).toBe(1);
  });

  it('is told that a folder is no data folder', () => {
    const run = tram('verify', '--data', temporary);
    expect(run.status).toBe(1);
    expect(run.said).toContain('no data folder');
  });
});

describe('the command line', () => {
  it('lists its commands', () => {
    const run = tram('help');
    expect(run.status).toBe(0);
    for (const name of ['day', 'sync', 'verify', 'ministry', 'doctor']) {
      expect(run.lines.join('\n')).toContain(name);
    }
  });

  it('answers a wrong command or number in a sentence, not a stack', () => {
    for (const args of [['dya'], ['day', '--citizens', 'many', '--data', temporary], ['verify']]) {
      const run = tram(...args);
      expect(run.status).not.toBe(0);
      expect(run.said).not.toMatch(/\n\s+at /);
      expect(run.said.length).toBeGreaterThan(10);
    }
  });

  it('has a doctor who names what is lacking', () => {
    const run = tram('doctor', '--json');
    expect(json(run.lines)).toMatchObject({ findings: expect.any(Array) });
  });
});
