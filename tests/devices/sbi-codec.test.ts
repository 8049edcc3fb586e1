import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { planCapture, sampleCount } from '../../src/devices/protocols/sbi/capture-plan.ts';
import type { CaptureTarget } from '../../src/devices/protocols/sbi/capture-plan.ts';
import {
  encodeFingerRecord,
  readFingerRecord,
  RECORD_COMPRESSIONS,
} from '../../src/devices/protocols/sbi/finger-record.ts';
import { chainHash, continuesChain } from '../../src/devices/protocols/sbi/hash-chain.ts';
import { PreviewStreamParser } from '../../src/devices/protocols/sbi/preview-stream.ts';
import { SBI_0_9_5 } from '../../src/devices/protocols/sbi/profile.ts';
import { readDiscoveryReply } from '../../src/devices/protocols/sbi/replies.ts';
import { captureRequest } from '../../src/devices/protocols/sbi/requests.ts';
import { FINGER_POSITIONS, isoFingerCode } from '../../src/domain/finger-position.ts';
import { codeOf, valueOf } from './sbi-service.ts';

const u16 = fc.integer({ min: 1, max: 0xffff });
const u8 = fc.integer({ min: 0, max: 255 });

const prints = fc.record({
  positionCode: fc.constantFrom(0, ...FINGER_POSITIONS.map(isoFingerCode)),
  impressionCode: u8,
  widthPixels: u16,
  heightPixels: u16,
  resolutionPpi: u16,
  bitDepth: u8,
  compression: fc.constantFrom(...RECORD_COMPRESSIONS),
  qualities: fc.array(fc.record({ score: u8, vendorId: u16, algorithmId: u16 }), { maxLength: 3 }),
  image: fc.uint8Array({ minLength: 1, maxLength: 300 }),
});
const records = fc.array(prints, { minLength: 1, maxLength: 4 });

test('a finger record that was encoded is read back as it was', () => {
  fc.assert(
    fc.property(records, (list) => {
      const read = valueOf(
        mapError(readFingerRecord(encodeFingerRecord(list, new Date('2026-11-22T09:00:00Z')))),
      );
      expect(
        read.map(({ position, ...print }) => {
          expect(position).toBe(FINGER_POSITIONS[print.positionCode - 1]);
          return { ...print, image: Uint8Array.from(print.image) };
        }),
      ).toEqual(list);
    }),
  );
});

function mapError<T>(
  result: { ok: true; value: T } | { ok: false; error: string },
): { ok: true; value: T } | { ok: false; error: { code: string; detail: string } } {
  return result.ok ? result : { ok: false, error: { code: 'unreadable', detail: result.error } };
}

test('a finger record that is cut anywhere, or goes on behind its end, is refused', () => {
  const print = { positionCode: 7, impressionCode: 0, widthPixels: 2, heightPixels: 2 };
  const picture = { resolutionPpi: 500, bitDepth: 8, compression: 'raw', qualities: [] } as const;
  const whole = encodeFingerRecord(
    [{ ...print, ...picture, image: new Uint8Array(4) }],
    new Date(),
  );
  expect(readFingerRecord(whole).ok).toBe(true);
  for (let size = 0; size < whole.length; size += 1) {
    expect(readFingerRecord(whole.subarray(0, size)).ok).toBe(false);
  }
  expect(readFingerRecord(Uint8Array.of(...whole, 0)).ok).toBe(false);
});

/** Records of the public mock: what they say, from the interface's reference. */
const PUBLIC_RECORDS = [
  ['registration-left-index.fir', { compression: 'jpeg-2000-lossless', position: 'left-index' }],
  ['registration-right-thumb.fir', { compression: 'jpeg-2000-lossless', position: 'right-thumb' }],
  ['auth-right-index-wsq.fir', { compression: 'wsq', position: 'right-index' }],
] as const;

test.each(PUBLIC_RECORDS)('the public record %s says what is in it', (name, facts) => {
  const path = fileURLToPath(new URL(`../../../shared/data/records/${name}`, import.meta.url));
  if (!existsSync(path)) {
    console.log(`${name} is not on this machine: nothing was compared`);
    return;
  }
  const [print] = valueOf(mapError(readFingerRecord(readFileSync(path))));
  expect(print).toMatchObject({ ...facts, resolutionPpi: 500, bitDepth: 8 });
});

test('the hash chain begins with the hash of nothing and is case-blind', () => {
  const record = Buffer.from('abc');
  const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const first = chainHash('', record);
  expect(first).toBe(chainHash(nothing, record));
  expect(first).toMatch(/^[0-9A-F]{64}$/);
  expect(continuesChain('', record, first.toLowerCase())).toBe(true);
  expect(continuesChain(first, record, first)).toBe(false);
  expect(() => chainHash('abc', record)).toThrow(RangeError);
});

test('count and exceptions of a capture make what its sensor takes', () => {
  const targets: readonly [CaptureTarget, string, number, number][] = [
    [{ kind: 'left-four' }, 'Slap', 4, 0],
    [{ kind: 'left-four', exceptions: ['left-little', 'left-ring'] }, 'Slap', 2, 2],
    [{ kind: 'two-thumbs', exceptions: ['left-thumb'] }, 'Slap', 1, 1],
    [{ kind: 'single-print', position: 'right-middle' }, 'Slap', 1, 3],
    [{ kind: 'single-print', position: 'right-middle' }, 'Single', 1, 0],
    [{ kind: 'irises', exceptions: ['left'] }, 'Double', 1, 1],
    [{ kind: 'single-iris', eye: 'left' }, 'Single', 1, 0],
    [{ kind: 'exception-photo', missing: ['left-thumb', 'right'] }, 'Full face', 1, 2],
  ];
  for (const [target, subType, count, exceptions] of targets) {
    const plan = planCapture(target, subType);
    expect([sampleCount(plan), plan.exceptions.length]).toEqual([count, exceptions]);
  }
  const wrong: CaptureTarget = { kind: 'left-four', exceptions: ['right-ring'] };
  expect(() => planCapture(wrong, 'Slap')).toThrow(RangeError);
  const nothing: CaptureTarget = { kind: 'irises', exceptions: ['left', 'right'] };
  expect(() => planCapture(nothing, 'Double')).toThrow(RangeError);
});

test('a capture request is written as the interface has it, numbers as text', () => {
  const request = captureRequest(SBI_0_9_5, {
    plan: planCapture({ kind: 'left-four', exceptions: ['left-ring'] }, 'Slap'),
    deviceId: '2',
    environment: 'Staging',
    transactionId: 'ab-12',
    now: new Date('2026-11-22T09:00:00.123Z'),
    timeoutMs: 10_000,
    requestedScore: 40,
    previousHash: '',
  });
  expect([request.verb, request.path]).toEqual(['RCAPTURE', '/capture']);
  expect(JSON.parse(request.body)).toEqual({
    env: 'Staging',
    purpose: 'Registration',
    specVersion: '0.9.5',
    timeout: '10000',
    captureTime: '2026-11-22T09:00:00Z',
    transactionId: 'ab-12',
    bio: [
      {
        type: 'Finger',
        count: '3',
        bioSubType: ['Left IndexFinger', 'Left MiddleFinger', 'Left LittleFinger'],
        exception: ['Left RingFinger'],
        requestedScore: '40',
        deviceId: '2',
        deviceSubId: '1',
        previousHash: '',
      },
    ],
    customOpts: {},
  });
});

test('an error is understood flat and wrapped, in a list and bare; code 0 is none', () => {
  const error = { errorCode: '111', errorInfo: 'Device is busy' };
  for (const body of [error, { error }, [error], [{ error }]]) {
    const read = readDiscoveryReply(Buffer.from(JSON.stringify(body)));
    expect(read).toMatchObject({ error: { code: 'busy', reportedCode: '111' } });
  }
  const none = [{ error: { errorCode: 0, errorInfo: 'Success' } }];
  expect(codeOf(readDiscoveryReply(Buffer.from(JSON.stringify(none))))).toBe('wrong-answer');
  expect(codeOf(readDiscoveryReply(Buffer.from('[]')))).toBe('ok');
});

const jpegs = fc.uint8Array({ maxLength: 200 }).map((rest) => Uint8Array.of(0xff, 0xd8, ...rest));

function part(jpeg: Uint8Array, isOdd: boolean): Uint8Array {
  const space = isOdd ? '' : ' ';
  const header =
    `--BoundaryString\r\nAccess-Control-Allow-Origin:${space}*\r\n` +
    `Content-Type:${space}image/jpeg\r\nContent-Length:${space}${jpeg.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(header), jpeg, Buffer.from('\r\n\r\n')]);
}

test('the pictures of a stream are found, with either form of boundary', () => {
  fc.assert(
    fc.property(fc.array(jpegs, { maxLength: 5 }), fc.boolean(), (list, isOdd) => {
      const stream = Buffer.concat(list.map((jpeg) => part(jpeg, isOdd)));
      expect(new PreviewStreamParser().push(stream)).toEqual(
        list.map((jpeg) => ({ kind: 'frame', jpeg })),
      );
    }),
  );
});

test('a length that is too long costs its own picture and not the next ones', () => {
  const [first, second, third] = [[1, 2, 3], [4], [5, 6]].map((rest) =>
    Uint8Array.of(0xff, 0xd8, ...rest),
  );
  if (!first || !second || !third) throw new Error('three pictures');
  const lie = Buffer.from(part(first, true))
    .toString('latin1')
    .replace('Length:5', 'Length:8000000');
  const stream = Buffer.concat([
    Buffer.from(lie, 'latin1'),
    part(second, true),
    part(third, false),
  ]);
  expect(new PreviewStreamParser().push(stream)).toEqual([
    { kind: 'damaged', detail: 'a part that begins within another' },
    { kind: 'frame', jpeg: second },
    { kind: 'frame', jpeg: third },
  ]);
});

test('a picture with a picture of its own in it, as cameras put one into the header, is one', () => {
  const thumbnail = Uint8Array.of(0xff, 0xd8, 7, 0xff, 0xd9);
  const jpeg = Buffer.concat([Uint8Array.of(0xff, 0xd8, 1), Buffer.from('\r\n\r\n'), thumbnail]);
  expect(new PreviewStreamParser().push(part(jpeg, false))).toMatchObject([{ kind: 'frame' }]);
});

test('a list of more devices than any service has is not looked through', () => {
  const list = Buffer.from(`[${'0,'.repeat(1_000)}0]`);
  expect(readDiscoveryReply(list)).toMatchObject({
    error: { code: 'wrong-answer', detail: 'a list of 1001 devices' },
  });
  const long = Buffer.from(`["${'x'.repeat(300_000)}"]`);
  expect(readDiscoveryReply(long)).toMatchObject({
    error: { code: 'wrong-answer', detail: 'a list of devices of 300004 bytes' },
  });
});
