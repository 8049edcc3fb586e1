import {
  createCipheriv,
  createHash,
  createHmac,
  createPublicKey,
  diffieHellman,
  encapsulate,
  generateKeyPairSync,
  getCiphers,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { Stanza } from 'age-encryption';
import type { Recipient } from 'age-encryption';
import { decodeBech32 } from './bech32.ts';

const ML_KEM_768_KEY_BYTES = 1184;
const X25519_KEY_BYTES = 32;
const STANZA_TYPE = 'mlkem768x25519';
/** HPKE identifiers: KEM 0x647a (MLKEM768-X25519), KDF 1 (HKDF-SHA256), AEAD 3 (ChaCha20Poly1305). */
const SUITE_ID = Buffer.from([...Buffer.from('HPKE'), 0x64, 0x7a, 0, 1, 0, 3]);

/** SubjectPublicKeyInfo up to the key: id-alg-ml-kem-768 (RFC 9935) and id-X25519 (RFC 8410). */
const ML_KEM_768_SPKI = Buffer.from('308204b2300b0609608648016503040402038204a100', 'hex');
const X25519_SPKI = Buffer.from('302a300506032b656e032100', 'hex');

/**
 * A post-quantum recipient `age1pq1…` whose key encapsulation runs on OpenSSL instead of JavaScript
 * (a tenth of the time), or undefined where the text is another kind of recipient or the runtime
 * cannot do it: then the library's own recipient serves. The stanza is the one of the age
 * specification, `mlkem768x25519`: HPKE base mode (RFC 9180) over MLKEM768-X25519, which is the
 * X-Wing combiner.
 */
export function hybridRecipient(text: string): Recipient | undefined {
  if (!text.startsWith('age1pq1') || !nativeHybridAvailable) return undefined;
  const decoded = decodeBech32(text);
  if (decoded?.prefix !== 'age1pq') return undefined;
  if (decoded.bytes.length !== ML_KEM_768_KEY_BYTES + X25519_KEY_BYTES) return undefined;
  const mlKemBytes = decoded.bytes.subarray(0, ML_KEM_768_KEY_BYTES);
  const x25519Bytes = decoded.bytes.subarray(ML_KEM_768_KEY_BYTES);
  const mlKemKey = publicKeyFrom(ML_KEM_768_SPKI, mlKemBytes);
  const x25519Key = publicKeyFrom(X25519_SPKI, x25519Bytes);
  return {
    wrapFileKey: (fileKey) => {
      const { encapsulated, sharedSecret } = encapsulateBoth(mlKemKey, x25519Key, x25519Bytes);
      const { key, nonce } = hpkeKeys(sharedSecret, `age-encryption.org/${STANZA_TYPE}`);
      const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
      const body = Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()]);
      const share = encapsulated.toString('base64').replace(/=+$/, '');
      return [new Stanza([STANZA_TYPE, share], body)];
    },
  };
}

function publicKeyFrom(spkiPrefix: Uint8Array, bytes: Uint8Array): KeyObject {
  return createPublicKey({
    key: Buffer.concat([spkiPrefix, bytes]),
    format: 'der',
    type: 'spki',
  });
}

/** X-Wing: SHA3-256 over both secrets, the X25519 share and key, and the label `\.//^\`. */
function encapsulateBoth(
  mlKemKey: KeyObject,
  x25519Key: KeyObject,
  x25519Bytes: Uint8Array,
): { encapsulated: Buffer; sharedSecret: Buffer } {
  const { ciphertext, sharedKey } = encapsulate(mlKemKey);
  const ephemeral = generateKeyPairSync('x25519');
  const share = ephemeral.publicKey.export({ format: 'der', type: 'spki' });
  const shareBytes = share.subarray(X25519_SPKI.length);
  const x25519Secret = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: x25519Key });
  const sharedSecret = createHash('sha3-256')
    .update(sharedKey)
    .update(x25519Secret)
    .update(shareBytes)
    .update(x25519Bytes)
    .update('\\.//^\\')
    .digest();
  return { encapsulated: Buffer.concat([ciphertext, shareBytes]), sharedSecret };
}

/** Key and first nonce of HPKE's key schedule in base mode with an empty pre-shared key (RFC 9180 §5.1). */
function hpkeKeys(sharedSecret: Uint8Array, info: string): { key: Buffer; nonce: Buffer } {
  const none = Buffer.alloc(0);
  const context = Buffer.concat([
    Buffer.from([0]),
    labeledExtract(none, 'psk_id_hash', none),
    labeledExtract(none, 'info_hash', Buffer.from(info)),
  ]);
  const secret = labeledExtract(sharedSecret, 'secret', none);
  return {
    key: labeledExpand(secret, 'key', context, 32),
    nonce: labeledExpand(secret, 'base_nonce', context, 12),
  };
}

/** RFC 9180 §4; HKDF-Extract is an HMAC keyed with the salt (RFC 5869 §2.2). */
function labeledExtract(salt: Uint8Array, label: string, keyMaterial: Uint8Array): Buffer {
  return createHmac('sha256', salt.length === 0 ? Buffer.alloc(32) : salt)
    .update(Buffer.concat([Buffer.from('HPKE-v1'), SUITE_ID, Buffer.from(label), keyMaterial]))
    .digest();
}

/** RFC 9180 §4; for at most 32 bytes HKDF-Expand is one HMAC (RFC 5869 §2.3). */
function labeledExpand(secret: Uint8Array, label: string, info: Uint8Array, bytes: number): Buffer {
  const length = Buffer.from([bytes >> 8, bytes & 0xff]);
  const labeled = [length, Buffer.from('HPKE-v1'), SUITE_ID, Buffer.from(label), info];
  return createHmac('sha256', secret)
    .update(Buffer.concat([...labeled, Buffer.from([1])]))
    .digest()
    .subarray(0, bytes);
}

/** OpenSSL 3.5 with ML-KEM, as Node 24 has it; Electron's BoringSSL may have neither part. */
const nativeHybridAvailable = probeNativeHybrid();

function probeNativeHybrid(): boolean {
  if (typeof encapsulate !== 'function' || !getCiphers().includes('chacha20-poly1305'))
    return false;
  try {
    return generateKeyPairSync('ml-kem-768').publicKey.asymmetricKeyType === 'ml-kem-768';
  } catch {
    return false;
  }
}
