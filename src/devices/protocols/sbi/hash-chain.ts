import { createHash } from 'node:crypto';

/** SHA-256 of nothing stands where no sample went before. */
const NOTHING = createHash('sha256').digest();

const HASH = /^[0-9a-f]{64}$/i;

export function isChainHash(text: string): boolean {
  return HASH.test(text);
}

/**
 * The hash of one sample in the chain: upper-case hexadecimal of SHA-256(previous || SHA-256(record)), where `previous` is
 * the 32 bytes of the sample before, in the same answer or the last one (0.9.5, "hash" and "previousHash", as the public
 * mock computes them).
 *
 * @param previousHash 64 hexadecimal digits; empty for the first sample
 * @throws RangeError when it is neither
 */
export function chainHash(previousHash: string, record: Uint8Array): string {
  if (previousHash !== '' && !isChainHash(previousHash)) {
    throw new RangeError('a hash of the chain has 64 hexadecimal digits');
  }
  const previous = previousHash === '' ? NOTHING : Buffer.from(previousHash, 'hex');
  const sample = createHash('sha256').update(record).digest();
  return createHash('sha256').update(previous).update(sample).digest('hex').toUpperCase();
}

/** Whether `hash` continues the chain with this record. */
export function continuesChain(previousHash: string, record: Uint8Array, hash: string): boolean {
  return hash.toUpperCase() === chainHash(previousHash, record);
}
