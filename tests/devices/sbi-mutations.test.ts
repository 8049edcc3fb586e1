import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import fc from 'fast-check';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';

import { createSbiAuthority } from '../../src/devices/emulators/sbi/authority.ts';
import type { SbiAuthority } from '../../src/devices/emulators/sbi/authority.ts';
import { planCapture } from '../../src/devices/protocols/sbi/capture-plan.ts';
import { readCaptureReply } from '../../src/devices/protocols/sbi/capture-reply.ts';
import type { ExpectedCapture, SbiCapture } from '../../src/devices/protocols/sbi/capture-reply.ts';
import { trustAnchors } from '../../src/devices/protocols/sbi/certificate-trust.ts';
import type { CertificateTrust } from '../../src/devices/protocols/sbi/certificate-trust.ts';
import { encodeFingerRecord } from '../../src/devices/protocols/sbi/finger-record.ts';
import { chainHash } from '../../src/devices/protocols/sbi/hash-chain.ts';
import type { SbiProblem } from '../../src/devices/protocols/sbi/problem.ts';
import { openSignedText } from '../../src/devices/protocols/sbi/signed-text.ts';
import { sbiTime } from '../../src/devices/protocols/sbi/requests.ts';
import { askLoopback } from '../../src/devices/transports/loopback-http.ts';
import type { Result } from '../../src/domain/result.ts';
import { codeOf, valueOf } from './sbi-service.ts';

const SERIAL = 'EMUL-1';
const EXPECTED: ExpectedCapture = {
  plan: planCapture({ kind: 'single-print', position: 'left-index' }, 'Single'),
  environment: 'Staging',
  specVersion: '0.9.5',
  transactionId: 'transaction-1',
  previousHash: '',
  serialNo: SERIAL,
};
const DIGITAL_ID = {
  serialNo: SERIAL,
  make: 'Emulated',
  model: 'SBI',
  type: 'Finger',
  deviceSubType: 'Single',
};
const RECORD = encodeFingerRecord(
  [
    {
      positionCode: 7,
      impressionCode: 0,
      widthPixels: 4,
      heightPixels: 4,
      resolutionPpi: 500,
      bitDepth: 8,
      compression: 'raw',
      qualities: [{ score: 60, vendorId: 1, algorithmId: 1 }],
      image: new Uint8Array(16).fill(7),
    },
  ],
  new Date(),
);

let authority: SbiAuthority;
let trust: CertificateTrust;

beforeAll(async () => {
  authority = await createSbiAuthority('ES256', false);
  trust = { anchors: trustAnchors([authority.rootPem]), now: new Date() };
});

/** A signed reply in which these fields of the payload are others, and the record too. */
async function replyWith(fields: object, record: Uint8Array): Promise<Buffer> {
  const payload = {
    digitalId: Buffer.from(JSON.stringify(DIGITAL_ID)).toString('base64url'),
    deviceCode: SERIAL,
    deviceServiceVersion: '0.9.5',
    bioType: 'Finger',
    bioSubType: 'Left IndexFinger',
    purpose: 'Registration',
    env: 'Staging',
    bioValue: Buffer.from(record).toString('base64url'),
    transactionId: 'transaction-1',
    timestamp: sbiTime(trust.now),
    requestedScore: '40',
    qualityScore: '60.00',
    ...fields,
  };
  const data = await authority.device.sign(payload);
  const error = { errorCode: '0', errorInfo: 'Success' };
  const hash = chainHash('', record);
  const biometrics = [{ specVersion: '0.9.5', data, hash, error }];
  return Buffer.from(JSON.stringify({ biometrics }));
}

function read(body: Uint8Array): Promise<Result<SbiCapture, SbiProblem>> {
  return readCaptureReply(body, EXPECTED, trust);
}

/** Bytes changed, a piece taken out, a piece said twice, or the end cut off. */
type Mutation = (bytes: Buffer) => Buffer;
const mutations: fc.Arbitrary<Mutation> = fc.oneof(
  fc
    .array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 })
    .map((changes) => (bytes: Buffer) => {
      const changed = Buffer.from(bytes);
      for (const [at, value] of changes) changed[at % bytes.length] = value;
      return changed;
    }),
  fc.tuple(fc.nat(), fc.nat({ max: 60 })).map(([at, size]) => (bytes: Buffer) => {
    const from = at % bytes.length;
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + size)]);
  }),
  fc.tuple(fc.nat(), fc.nat({ max: 60 })).map(([at, size]) => (bytes: Buffer) => {
    const from = at % bytes.length;
    return Buffer.concat([bytes.subarray(0, from + size), bytes.subarray(from)]);
  }),
  fc.nat().map((at) => (bytes: Buffer) => bytes.subarray(0, at % bytes.length)),
);

test('two thousand signed payloads with a wrong field are refused by a name of the list', async () => {
  const fields = [
    'digitalId',
    'bioType',
    'bioSubType',
    'purpose',
    'env',
    'bioValue',
    'transactionId',
    'timestamp',
    'qualityScore',
  ];
  const known = ['ok', 'bad-payload', 'other-transaction', 'stale-timestamp', 'broken-hash-chain'];
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...fields),
      fc.oneof(fc.jsonValue(), fc.string(), fc.date({ noInvalidDate: true }).map(safeIso)),
      async (field, value) => {
        const result = await read(await replyWith({ [field]: value }, RECORD));
        const isScore = field === 'qualityScore';
        expect(known.slice(isScore ? 0 : 1)).toContain(codeOf(result));
        seen.add(codeOf(result));
      },
    ),
    { numRuns: 2_000 },
  );
  expect(seen).toContain('other-transaction');
  expect(seen).toContain('stale-timestamp');
  expect(seen).toContain('bad-payload');
});

/** Years beyond 9999 have another form. */
function safeIso(date: Date): string {
  return date.toISOString().slice(-24);
}

test('two thousand signed but mutated records are read, or refused as bad payload', async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(mutations, async (mutate) => {
      const code = codeOf(await read(await replyWith({}, mutate(Buffer.from(RECORD)))));
      expect(['ok', 'bad-payload']).toContain(code);
      seen.set(code, (seen.get(code) ?? 0) + 1);
    }),
    { numRuns: 2_000 },
  );
  expect(seen.get('bad-payload')).toBeGreaterThan(500);
});

test('a signature of a kind that the certificate’s key does not make is refused', async () => {
  const [header = '', payload = '', signature = ''] = (await authority.device.sign({})).split('.');
  const said = JSON.parse(Buffer.from(header, 'base64url').toString()) as object;
  for (const alg of ['RS256', 'none', 'HS256', 'EdDSA']) {
    const other = Buffer.from(JSON.stringify({ ...said, alg })).toString('base64url');
    const data = [other, payload, signature].join('.');
    const biometrics = [{ specVersion: '0.9.5', data, hash: chainHash('', RECORD) }];
    const result = await read(Buffer.from(JSON.stringify({ biometrics })));
    expect(codeOf(result)).toBe(alg === 'RS256' ? 'bad-signature' : 'bad-payload');
  }
});

test('a trusted certificate whose key cannot be read verifies nothing', async () => {
  const [header = '', ...rest] = (await authority.device.sign({})).split('.');
  const { x5c, ...said } = z
    .object({ alg: z.string(), x5c: z.tuple([z.string()], z.string()) })
    .parse(JSON.parse(Buffer.from(header, 'base64url').toString()));
  const certificate = Buffer.from(x5c[0], 'base64');
  const curve = certificate.indexOf(Buffer.from('2a8648ce3d030107', 'hex'));
  certificate[curve + 7] = 0x77;
  const changed = JSON.stringify({ ...said, x5c: [certificate.toString('base64')] });
  const token = [Buffer.from(changed).toString('base64url'), ...rest].join('.');
  const anchors = [new X509Certificate(certificate)];
  expect(codeOf(await openSignedText(token, { ...trust, anchors }))).toBe('bad-signature');
});

test('an answer with more samples than a capture can have is not looked through', async () => {
  const biometrics = Array.from({ length: 11 }, () => 0);
  expect(await read(Buffer.from(JSON.stringify({ biometrics })))).toMatchObject({
    error: { code: 'bad-payload', detail: '11 samples' },
  });
});

test('five hundred mutated answers on the wire all settle within their time', async () => {
  const body = '[{"deviceId":"1"}]';
  const answer = Buffer.from(
    `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n` +
      `Connection: close\r\n\r\n${body}\r\n\r\n`,
  );
  let next: Buffer = answer;
  let endsAfter = true;
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => (endsAfter ? socket.end(next) : socket.write(next)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  // A TCP server that listens has an address of this form.
  const { port } = server.address() as AddressInfo;
  const request = { port, verb: 'MOSIPDISC', path: '/device', body: '{}', timeoutMs: 60 };
  expect(valueOf(await askLoopback(request))).toMatchObject({ status: 200 });
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(mutations, fc.boolean(), async (mutate, ends) => {
      next = mutate(answer);
      endsAfter = ends;
      seen.add(codeOf(await askLoopback(request)));
    }),
    { numRuns: 500 },
  );
  for (const code of ['ok', 'wrong-answer', 'disconnected', 'no-answer']) {
    expect([...seen]).toContain(code);
  }
});

test('an answer that drips, and one that never ends, are given up', async () => {
  const timers: NodeJS.Timeout[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', (asked: Buffer) => {
      const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
      const isDrip = asked.includes('drip');
      socket.write(`${head}${isDrip ? 'Content-Length: 1000\r\n' : ''}\r\n`);
      const pour = (): void => {
        if (!socket.destroyed) socket.write(Buffer.alloc(1_000_000), pour);
      };
      if (isDrip) timers.push(setInterval(() => socket.write('x'), 5));
      else pour();
    });
  });
  onTestFinished(() => {
    for (const timer of timers) clearInterval(timer);
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server that listens has an address of this form.
  const { port } = server.address() as AddressInfo;
  const request = { port, verb: 'MOSIPDISC', path: '/device' };
  const drip = await askLoopback({ ...request, body: 'drip', timeoutMs: 100 });
  expect(codeOf(drip)).toBe('no-answer');
  const flood = await askLoopback({ ...request, body: 'flood', timeoutMs: 20_000 });
  expect(codeOf(flood)).toBe('wrong-answer');
});

test('bytes behind the body, whatever they are, do not cost the answer', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.end(`${next}`));
  });
  let next = '';
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  // A TCP server that listens has an address of this form.
  const { port } = server.address() as AddressInfo;
  const request = { port, verb: 'MOSIPDINFO', path: '/info', body: '', timeoutMs: 1_000 };
  for (const connection of ['', 'Connection: close\r\n', 'Connection: keep-alive\r\n']) {
    for (const extra of ['\r\n\r\n', 'x', '\0\0\0', 'HTTP/1.1 500 No\r\n\r\n', '<html>']) {
      for (const status of ['200 OK', '405 OK']) {
        next = `HTTP/1.1 ${status}\r\nContent-Length: 2\r\n${connection}\r\n[]${extra}`;
        const reply = valueOf(await askLoopback(request));
        expect([reply.status, Buffer.from(reply.body).toString()]).toEqual([
          Number(status.slice(0, 3)),
          '[]',
        ]);
      }
    }
  }
});
