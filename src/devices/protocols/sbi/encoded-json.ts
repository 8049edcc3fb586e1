import { err, ok } from '../../../domain/result.ts';
import type { Result } from '../../../domain/result.ts';

const BASE64URL = /^[A-Za-z0-9_-]*={0,2}$/;

/** The bytes of a base64url text (RFC 4648, 5), with or without padding; undefined for anything else. */
export function base64UrlBytes(text: string): Uint8Array | undefined {
  if (!BASE64URL.test(text)) return undefined;
  return Buffer.from(text, 'base64url');
}

/** JSON in UTF-8. The error says what is wrong with it. */
export function parseJson(bytes: Uint8Array): Result<unknown, string> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return ok(value);
  } catch (cause) {
    // Both errors are about the bytes; neither repeats them in full.
    return err(cause instanceof TypeError ? 'not UTF-8' : 'not JSON');
  }
}
