import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Boot } from '../../src/contract/channel.ts';
import { ShellLog } from '../../src/main/log.ts';
import type { StationState } from '../../src/main/station-supervisor.ts';
import { StationSupervisor, pauseMs } from '../../src/main/station-supervisor.ts';
import { spawnStationChild } from '../../src/station/host/child-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

const STATION = resolve(import.meta.dirname, 'fixtures/station.ts');

interface Supervised {
  readonly supervisor: StationSupervisor;
  readonly directory: string;
  readonly events: { name: string; payload: unknown }[];
  readonly states: StationState[];
  reached(state: StationState): Promise<void>;
  boots(): { pid: number; shellNonce: string; storeKey: string | null }[];
}

function supervise(
  steering: Record<string, unknown> = {},
  storeKey: () => Uint8Array | null = () => null,
): Supervised {
  const directory = temporaryFolder();
  writeFileSync(join(directory, 'fixture.json'), JSON.stringify(steering));
  const events: Supervised['events'] = [];
  const states: StationState[] = [];
  let waiting: { state: StationState; done: () => void }[] = [];
  const boot = (): Omit<Boot, 'type'> => ({
    dataDirectory: directory,
    applicationDirectory: directory,
    training: true,
    version: '0.0.0',
    storeKey: storeKey(),
    shellNonce: 'one run of the window',
    emulation: {
      scanner: false,
      pace: 'none',
      printsDirectory: null,
      seed: 1,
      ministry: false,
      sealingKey: null,
    },
  });
  const supervisor = new StationSupervisor({
    start: () => spawnStationChild(process.execPath, STATION),
    boot: () => Promise.resolve(boot()),
    onEvent: (name, payload) => events.push({ name, payload }),
    onState: (state) => {
      states.push(state);
      const reached = waiting.filter((waiter) => waiter.state === state);
      waiting = waiting.filter((waiter) => waiter.state !== state);
      for (const { done } of reached) done();
    },
    log: new ShellLog(undefined, { quiet: true }),
  });
  onTestFinished(() => supervisor.stop());
  return {
    supervisor,
    directory,
    events,
    states,
    reached: (state) => new Promise((done) => waiting.push({ state, done })),
    boots: () =>
      readFileSync(join(directory, 'boots.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as ReturnType<Supervised['boots']>[number]),
  };
}

function lastPid(supervised: Supervised): number {
  const pid = supervised.boots().at(-1)?.pid;
  if (pid === undefined) throw new Error('the station was never booted');
  return pid;
}

test('a station that is killed is up again within two seconds, under the same shell nonce', async () => {
  const supervised = supervise();
  const up = supervised.reached('up');
  supervised.supervisor.run();
  await up;
  const upAgain = supervised.reached('up');
  const killedAt = performance.now();
  process.kill(lastPid(supervised), 'SIGKILL');
  await upAgain;
  expect(performance.now() - killedAt).toBeLessThan(2000);
  expect(supervised.states).toEqual(['up', 'down', 'up']);
  const [first, second] = supervised.boots();
  expect(second?.shellNonce).toBe(first?.shellNonce);
  expect(second?.pid).not.toBe(first?.pid);
  expect(await supervised.supervisor.call('session.get', {})).toMatchObject({ ok: true });
});

test('a call that is open when the station dies answers that it is down', async () => {
  const supervised = supervise();
  const up = supervised.reached('up');
  supervised.supervisor.run();
  await up;
  const open = supervised.supervisor.call('sync.sendNow', {});
  process.kill(lastPid(supervised), 'SIGKILL');
  expect(await open).toEqual({ ok: false, error: { code: 'station-down' } });
});

test('a call that is made while the station boots is answered when it is ready', async () => {
  const supervised = supervise();
  const up = supervised.reached('up');
  supervised.supervisor.run();
  await Promise.resolve();
  const answer = supervised.supervisor.call('session.get', {});
  await up;
  expect(await answer).toMatchObject({ ok: true });
});

test('a station that dies in its start is started again until it lives', async () => {
  const supervised = supervise({ diesInStart: 3 });
  const up = supervised.reached('up');
  supervised.supervisor.run();
  await up;
  expect(supervised.boots()).toHaveLength(4);
});

test('the first restart is immediate, and the pauses grow to half a minute', () => {
  expect([1, 2, 3, 4, 5].map(pauseMs)).toEqual([0, 250, 500, 1000, 2000]);
  expect(pauseMs(50)).toBe(30_000);
});

test('a station that breaks the protocol is ended and replaced', async () => {
  const supervised = supervise({ talksGarbage: true });
  const up = supervised.reached('up');
  supervised.supervisor.run();
  await up;
  expect(supervised.boots()).toHaveLength(2);
});

test('the store key reaches the station whole, and the shell keeps no copy of it', async () => {
  const given: Uint8Array[] = [];
  const supervised = supervise({}, () => {
    const key = new Uint8Array(32).fill(7);
    given.push(key);
    return key;
  });
  const up = supervised.reached('up');
  supervised.supervisor.run();
  await up;
  expect(supervised.boots()[0]?.storeKey).toBe('07'.repeat(32));
  expect(given[0]).toEqual(new Uint8Array(32));
});

test('events of the contract are passed on', async () => {
  const supervised = supervise();
  const up = supervised.reached('up');
  supervised.supervisor.run();
  await up;
  await supervised.supervisor.call('session.setLanguage', { language: 'vi' });
  expect(supervised.events).toMatchObject([
    { name: 'session.changed', payload: { locked: false } },
  ]);
});

test('at the end the station stops when asked, and is not started again', async () => {
  const supervised = supervise();
  const up = supervised.reached('up');
  supervised.supervisor.run();
  await up;
  const pid = lastPid(supervised);
  await supervised.supervisor.stop();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  expect(supervised.boots()).toHaveLength(1);
  expect(await supervised.supervisor.call('session.get', {})).toMatchObject({ ok: false });
});

test('a station that does not stop when asked is ended after five seconds', async () => {
  const supervised = supervise({ ignoresStop: true });
  const up = supervised.reached('up');
  supervised.supervisor.run();
  await up;
  const pid = lastPid(supervised);
  const askedAt = performance.now();
  await supervised.supervisor.stop();
  expect(performance.now() - askedAt).toBeGreaterThan(4_900);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
}, 15_000);
