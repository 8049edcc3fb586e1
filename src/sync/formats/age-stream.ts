import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  getCiphers,
  hkdfSync,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/**
 * The payload of an age file (C2SP age specification, "Payload": the STREAM construction): 64 KiB
 * chunks, each sealed with ChaCha20-Poly1305 (RFC 8439) under one key, the nonce an 11-byte counter
 * and a byte that is 1 for the last chunk.
 */
const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const CIPHER = 'chacha20-poly1305';
/** Length of the payload's own nonce, which stands between header and chunks. */
export const PAYLOAD_NONCE_BYTES = 16;

/** Some builds of Node (Electron's BoringSSL) have no such cipher: callers fall back to the library. */
export const nativeAgeStreamAvailable = getCiphers().includes(CIPHER);

/**
 * Key of the payload: HKDF-SHA-256 (RFC 5869) of the file key, salted with the payload's nonce. As a key
 * object, for Node takes a third longer to begin each chunk with a key of bytes.
 */
function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', fileKey, nonce, 'payload', 32)));
}

function chunkNonce(counter: number, last: boolean): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(counter, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** Size of a sealed payload without its nonce. */
export function agePayloadBytes(plainBytes: number): number {
  return plainBytes + TAG_BYTES * Math.max(1, Math.ceil(plainBytes / CHUNK_BYTES));
}

/**
 * Encrypts the concatenation of `segments` into `target`, which is `agePayloadBytes` long. The
 * nonce is not written.
 */
export function encryptAgePayload(
  fileKey: Uint8Array,
  nonce: Uint8Array,
  segments: readonly Uint8Array[],
  target: Uint8Array,
): void {
  const key = payloadKey(fileKey, nonce);
  const plain = new SegmentReader(segments);
  let written = 0;
  let counter = 0;
  do {
    const last = plain.remainingBytes <= CHUNK_BYTES;
    const cipher = createCipheriv(CIPHER, key, chunkNonce(counter, last), {
      authTagLength: TAG_BYTES,
    });
    for (const piece of plain.take(CHUNK_BYTES)) {
      target.set(cipher.update(piece), written);
      written += piece.length;
    }
    cipher.final();
    target.set(cipher.getAuthTag(), written);
    written += TAG_BYTES;
    counter += 1;
  } while (plain.remainingBytes > 0);
}

/** Takes a list of segments for one long run of bytes, without joining them. */
class SegmentReader {
  remainingBytes: number;
  readonly #segments: readonly Uint8Array[];
  #index = 0;
  #offset = 0;

  constructor(segments: readonly Uint8Array[]) {
    this.#segments = segments;
    this.remainingBytes = segments.reduce((sum, segment) => sum + segment.length, 0);
  }

  /** The next `bytes` bytes, or what is left, as views. */
  *take(bytes: number): Generator<Uint8Array> {
    let wanted = Math.min(bytes, this.remainingBytes);
    this.remainingBytes -= wanted;
    for (; wanted > 0; this.#index += 1, this.#offset = 0) {
      const segment = this.#segments[this.#index];
      if (segment === undefined) throw new Error('segments are shorter than their sum');
      const piece = segment.subarray(this.#offset, this.#offset + wanted);
      wanted -= piece.length;
      this.#offset += piece.length;
      if (piece.length > 0) yield piece;
      if (wanted === 0 && this.#offset < segment.length) return;
    }
  }
}

/** Decrypts a whole payload (nonce first), or gives undefined when it was changed or cut. */
export function decryptAgePayload(
  fileKey: Uint8Array,
  payload: Uint8Array,
): Uint8Array | undefined {
  const body = payload.subarray(PAYLOAD_NONCE_BYTES);
  const key = payloadKey(fileKey, payload.subarray(0, PAYLOAD_NONCE_BYTES));
  const chunks = Math.max(1, Math.ceil(body.length / (CHUNK_BYTES + TAG_BYTES)));
  const plainBytes = body.length - chunks * TAG_BYTES;
  if (payload.length < PAYLOAD_NONCE_BYTES || plainBytes < 0) return undefined;
  const plain = Buffer.allocUnsafeSlow(plainBytes);
  for (let counter = 0; counter < chunks; counter += 1) {
    const start = counter * (CHUNK_BYTES + TAG_BYTES);
    const sealed = body.subarray(start, start + CHUNK_BYTES + TAG_BYTES);
    const textBytes = sealed.length - TAG_BYTES;
    const last = counter === chunks - 1;
    if (textBytes < 0 || (textBytes === 0 && counter > 0)) return undefined;
    const decipher = createDecipheriv(CIPHER, key, chunkNonce(counter, last), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(sealed.subarray(textBytes));
    decipher.update(sealed.subarray(0, textBytes)).copy(plain, counter * CHUNK_BYTES);
    try {
      decipher.final();
    } catch {
      return undefined;
    }
  }
  return plain;
}
