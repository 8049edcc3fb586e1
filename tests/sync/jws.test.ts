import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { JWS_TYPES, signJws, verifyJws } from '../../src/sync/formats/jws.ts';
import { createSigningKey, publicSigningKey } from '../../src/sync/formats/signing-key.ts';

const schema = z.strictObject({ amount: z.int() });
const key = await createSigningKey();
const pinned = [publicSigningKey(key)];
const base64url = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');

function verify(token: string, typ = JWS_TYPES.receipt as 'tram-receipt+jws'): Promise<unknown> {
  return verifyJws(token, typ, pinned, schema);
}

test('what the pinned key signed is read', async () => {
  const token = await signJws({ amount: 1 }, JWS_TYPES.receipt, key);
  expect(await verify(token)).toEqual({ ok: true, value: { amount: 1 } });
});

test('a signature made for one purpose does not serve another', async () => {
  const token = await signJws({ amount: 1 }, JWS_TYPES.policy, key);
  expect(await verify(token)).toEqual({ ok: false, error: 'wrong-type' });
});

test('a changed payload, a foreign key and a foreign key under our name are refused', async () => {
  const token = await signJws({ amount: 1 }, JWS_TYPES.receipt, key);
  const [header = '', , signature = ''] = token.split('.');
  expect(await verify(`${header}.${base64url({ amount: 2 })}.${signature}`)).toEqual({
    ok: false,
    error: 'bad-signature',
  });
  const stranger = await createSigningKey();
  expect(await verify(await signJws({ amount: 1 }, JWS_TYPES.receipt, stranger))).toEqual({
    ok: false,
    error: 'unknown-key',
  });
  const disguised = { ...stranger, kid: key.kid };
  expect(await verify(await signJws({ amount: 1 }, JWS_TYPES.receipt, disguised))).toEqual({
    ok: false,
    error: 'bad-signature',
  });
});

test('no signature, and a MAC keyed with the public key, are refused', async () => {
  const payload = base64url({ amount: 1 });
  const header = { typ: JWS_TYPES.receipt, kid: key.kid };
  expect(await verify(`${base64url({ ...header, alg: 'none' })}.${payload}.`)).toEqual({
    ok: false,
    error: 'wrong-type',
  });
  const input = `${base64url({ ...header, alg: 'HS256' })}.${payload}`;
  const mac = createHmac('sha256', Buffer.from(key.x, 'base64url'))
    .update(input)
    .digest('base64url');
  expect(await verify(`${input}.${mac}`)).toEqual({ ok: false, error: 'wrong-type' });
});

test('a critical header that we do not know is refused', async () => {
  const header = { alg: 'EdDSA', typ: JWS_TYPES.receipt, kid: key.kid, crit: ['x'], x: 1 };
  const token = `${base64url(header)}.${base64url({ amount: 1 })}.${'A'.repeat(86)}`;
  expect(await verify(token)).toEqual({ ok: false, error: 'malformed' });
});

test('genuine, but not of the format, is refused', async () => {
  const token = await signJws({ amount: 1, more: true }, JWS_TYPES.receipt, key);
  expect(await verify(token)).toEqual({ ok: false, error: 'bad-payload' });
  expect(await verify('not.a.token')).toEqual({ ok: false, error: 'malformed' });
});
