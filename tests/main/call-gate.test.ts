import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Answer } from '../../src/contract/channel.ts';
import { CallGate, MAX_DOCUMENT_BYTES, MAX_INPUT_BYTES } from '../../src/main/call-gate.ts';
import { measureInput } from '../../src/main/input-size.ts';
import { ShellLog } from '../../src/main/log.ts';
import type { Sender } from '../../src/main/sender.ts';

const PAGE: Sender = {
  contentsId: 1,
  frame: { url: 'app://tram/index.html', origin: 'app://tram', isMainFrame: true },
};
const SESSION = {
  user: null,
  locked: false,
  language: 'vi',
  idleLockMinutes: 5,
  shift: null,
  openDossierId: null,
};

/** A gate with a station behind it that answers everything the same, and notes what reached it. */
function gate(value: unknown = SESSION): { gate: CallGate; reached: string[] } {
  const reached: string[] = [];
  return {
    reached,
    gate: new CallGate({
      windowContentsId: () => 1,
      station: {
        call: (name): Promise<Answer<unknown>> => {
          reached.push(name);
          return Promise.resolve({ ok: true, value });
        },
      },
      log: new ShellLog(undefined, { quiet: true }),
    }),
  };
}

test('17 a call of the page itself passes', async () => {
  const { gate: open, reached } = gate();
  expect(await open.call(PAGE, ['session.get', {}])).toEqual({ ok: true, value: SESSION });
  expect(reached).toEqual(['session.get']);
  expect(open.refusals).toBe(0);
});

const page = { url: 'app://tram/index.html', origin: 'app://tram', isMainFrame: true };
test.each<[string, Sender]>([
  ['another window', { contentsId: 2, frame: page }],
  ['a frame that is gone', { contentsId: 1, frame: null }],
  ['a frame inside the page', { contentsId: 1, frame: { ...page, isMainFrame: false } }],
  ['about:blank', { contentsId: 1, frame: { ...page, url: 'about:blank', origin: 'null' } }],
  [
    'a page of the web',
    { contentsId: 1, frame: { ...page, url: 'https://tram/', origin: 'https://tram' } },
  ],
  ['a file', { contentsId: 1, frame: { ...page, url: 'file:///index.html', origin: 'file://' } }],
  [
    'another host',
    { contentsId: 1, frame: { ...page, url: 'app://other/', origin: 'app://other' } },
  ],
  [
    'a name that only begins right',
    { contentsId: 1, frame: { ...page, url: 'app://tram.evil/', origin: 'app://tram.evil' } },
  ],
  ['an opaque origin', { contentsId: 1, frame: { ...page, origin: 'null' } }],
])('17 a call from %s is refused and counted', async (_who, sender) => {
  const { gate: closed, reached } = gate();
  expect(await closed.call(sender, ['session.get', {}])).toEqual({
    ok: false,
    error: { code: 'not-allowed' },
  });
  expect(reached).toEqual([]);
  expect(closed.refusals).toBe(1);
});

test('17 names that are not on the list are refused, inherited ones too', async () => {
  const { gate: closed, reached } = gate();
  const names = [
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    'session.get ',
    7,
    null,
  ];
  for (const name of names) {
    expect(await closed.call(PAGE, [name, {}])).toMatchObject({
      error: { code: 'unknown-procedure' },
    });
  }
  await fc.assert(
    fc.asyncProperty(fc.anything(), async (name) => {
      await closed.call(PAGE, [name, {}]);
      expect(reached).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test.each<[string, unknown[]]>([
  ['no input', ['session.get']],
  ['extra keys', ['session.get', { extra: 1 }]],
  ['an extra argument', ['session.get', {}, {}]],
  ['a prototype', ['session.get', JSON.parse('{"__proto__": {"a": 1}}')]],
  ['a constructor', ['session.signIn', { login: 'a', password: 'b', constructor: 1 }]],
  ['the wrong types', ['session.signIn', { login: 1, password: [] }]],
  ['a Map', ['session.get', new Map()]],
  ['an array', ['session.get', []]],
  ['a long password', ['session.signIn', { login: 'a', password: 'b'.repeat(257) }]],
])('17 input with %s is refused', async (_what, given) => {
  const { gate: closed, reached } = gate();
  expect(await closed.call(PAGE, given)).toMatchObject({ error: { code: 'invalid-input' } });
  expect(reached).toEqual([]);
  expect(closed.refusals).toBe(1);
});

test('17 input that is too large is refused before it is looked at', async () => {
  const { gate: closed } = gate({ communes: 1 });
  const bytes = (size: number): { bytes: Uint8Array } => ({ bytes: new Uint8Array(size) });
  expect(
    await closed.call(PAGE, ['masterData.import', bytes(MAX_INPUT_BYTES - 100)]),
  ).toMatchObject({
    ok: true,
  });
  expect(await closed.call(PAGE, ['masterData.import', bytes(MAX_INPUT_BYTES)])).toMatchObject({
    error: { code: 'too-large' },
  });
});

test('a 50 MB document reaches the station, which says so itself; what is larger does not', async () => {
  const { gate: open, reached } = gate();
  const document = (size: number): unknown[] => [
    'document.add',
    { dossierId: 'a', kind: 'other', bytes: new Uint8Array(size), crop: null },
  ];
  await open.call(PAGE, document(50 * 1024 * 1024));
  expect(reached).toEqual(['document.add']);
  expect(await open.call(PAGE, document(MAX_DOCUMENT_BYTES))).toMatchObject({
    error: { code: 'too-large' },
  });
});

test('an answer without the agreed shape does not reach the page', async () => {
  const { gate: open } = gate({ ...SESSION, passwordHash: 'x' });
  expect(await open.call(PAGE, ['session.get', {}])).toEqual({
    ok: false,
    error: { code: 'station-down' },
  });
});

test('measuring ends on anything, however deep or wide', () => {
  let deep: unknown = 1;
  for (let level = 0; level < 50; level += 1) deep = { deep };
  expect(measureInput(deep)).toEqual({ ok: false, why: 'too-complex' });
  expect(measureInput(Array.from({ length: 300_000 }, () => 1))).toMatchObject({ ok: false });
  const loop: { self?: unknown } = {};
  loop.self = loop;
  expect(measureInput(loop)).toMatchObject({ ok: false });
  expect(measureInput({ a: 'bb', c: new Uint8Array(10) })).toEqual({ ok: true, sizeBytes: 18 });
});
