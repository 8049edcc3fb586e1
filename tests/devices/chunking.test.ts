import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';

import { cut, joined } from '../../bench/soak/bytes.ts';
import type { Frame, Protocol } from '../../bench/soak/protocol.ts';
import { PROTOCOLS } from '../../bench/soak/protocols/index.ts';
import { damagedStream } from '../../bench/soak/trial.ts';
import { askLoopback } from '../../src/devices/transports/loopback-http.ts';
import { seededRandom } from '../../src/station/training/seeded-random.ts';
import { valueOf } from './sbi-service.ts';

const protocols = await Promise.all(Object.values(PROTOCOLS).map(async (open) => open()));
const streams = protocols.filter(({ carrier }) => carrier === 'stream');
const regrouped = protocols.filter(({ regroup }) => regroup !== undefined);

/** Answers of a service, which TCP cuts as it likes. */
const OVER_HTTP = ['sbi-discovery', 'sbi-info', 'sbi-capture'];

/** A file of the system, and a record inside an answer: nothing hands them over in parts. */
const NEVER_IN_PARTS = ['hid-pos-descriptor', 'sbi-finger-record'];

const seeds = fc.nat();
const counts = fc.integer({ min: 1, max: 6 });
const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 });

const wire = (frames: readonly Frame[]): Uint8Array =>
  joined(frames.flatMap(({ pieces }) => pieces));
const meanings = (frames: readonly Frame[]): readonly string[] =>
  frames.map(({ meaning }) => meaning);

/** What one reader makes of these frames when they come in these pieces. */
async function heard(
  protocol: Protocol,
  frames: readonly Frame[],
  pieces: readonly Uint8Array[],
): Promise<readonly string[]> {
  const reader = protocol.reader();
  reader.expect?.(frames);
  const understood: string[] = [];
  for (const piece of pieces) understood.push(...(await reader.read(piece)));
  return understood;
}

test('every protocol has its way of coming in parts, or none', () => {
  const named = [...streams, ...regrouped].map(({ name }) => name);
  const all = new Set([...named, ...OVER_HTTP, ...NEVER_IN_PARTS]);
  expect([...all].toSorted()).toEqual(Object.keys(PROTOCOLS).toSorted());
});

test.each(streams)('any chunking of a stream of $name gives the same frames', async (protocol) => {
  await fc.assert(
    fc.asyncProperty(seeds, counts, sizes, async (seed, count, chunkSizes) => {
      const frames = protocol.frames(seededRandom(seed), count);
      const chunks = cut(wire(frames), chunkSizes);
      expect(await heard(protocol, frames, chunks)).toEqual(meanings(frames));
    }),
    { numRuns: 300 },
  );
});

test.each(streams)(
  'any chunking of a damaged stream of $name gives the same frames too',
  async (protocol) => {
    await fc.assert(
      fc.asyncProperty(seeds, sizes, async (seed, chunkSizes) => {
        const { frames, pieces } = damagedStream(protocol, seed);
        const whole = await heard(protocol, frames, pieces);
        expect(await heard(protocol, frames, cut(joined(pieces), chunkSizes))).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  },
);

test.each(regrouped)('what $name carries is the same in parts of any size', async (protocol) => {
  await fc.assert(
    fc.asyncProperty(seeds, counts, sizes, async (seed, count, partSizes) => {
      const frames = protocol.frames(seededRandom(seed), count);
      const parts = protocol.regroup?.(frames, partSizes) ?? [];
      expect(await heard(protocol, frames, parts)).toEqual(meanings(frames));
    }),
    { numRuns: 300 },
  );
});

test.each(protocols.filter(({ name }) => OVER_HTTP.includes(name)))(
  'an answer of $name is the same however its service writes it',
  async (protocol) => {
    let chunks: readonly Uint8Array[] = [];
    const server = createServer({ noDelay: true }, (socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => {
        for (const chunk of chunks) socket.write(chunk);
        socket.end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    // A TCP server that listens has an address of this form.
    const { port } = server.address() as AddressInfo;
    const request = { port, verb: 'MOSIPDINFO', path: '/info', body: '', timeoutMs: 5_000 };
    await fc.assert(
      fc.asyncProperty(seeds, sizes, fc.boolean(), async (seed, chunkSizes, saysLength) => {
        const frames = protocol.frames(seededRandom(seed), 1);
        const body = wire(frames);
        const length = saysLength ? `Content-Length: ${body.length}\r\n` : '';
        const head = Buffer.from(`HTTP/1.1 200 OK\r\n${length}Connection: close\r\n\r\n`);
        chunks = cut(joined([head, body]), chunkSizes);
        const reply = valueOf(await askLoopback(request));
        expect(await heard(protocol, frames, [reply.body])).toEqual(meanings(frames));
      }),
      { numRuns: 50 },
    );
  },
);
