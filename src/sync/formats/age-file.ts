import { randomBytes } from 'node:crypto';
import { Decrypter, Encrypter } from 'age-encryption';
import type { Recipient, Stanza } from 'age-encryption';
import { writeAgeHeader } from './age-header.ts';
import { hybridRecipient } from './age-hybrid-recipient.ts';
import {
  agePayloadBytes,
  decryptAgePayload,
  encryptAgePayload,
  nativeAgeStreamAvailable,
  PAYLOAD_NONCE_BYTES,
} from './age-stream.ts';

/** Nonce and single chunk of an empty payload, which the library puts after the header. */
const EMPTY_PAYLOAD_BYTES = PAYLOAD_NONCE_BYTES + 16;

const FILE_KEY_BYTES = 16;

const recipients = new Map<string, string | Recipient>();

/**
 * Reads an age recipient (`age1pq1…`, `age1…`), once for each text: a station seals a whole day to
 * the same few. Throws when it is not one.
 */
function ageRecipient(text: string): string | Recipient {
  const known = recipients.get(text);
  if (known !== undefined) return known;
  new Encrypter().addRecipient(text);
  const recipient = hybridRecipient(text) ?? text;
  recipients.set(text, recipient);
  return recipient;
}

/** True when every text is an age recipient and there is at least one. */
export function areAgeRecipients(texts: readonly string[]): boolean {
  try {
    return texts.map(ageRecipient).length > 0;
  } catch {
    return false;
  }
}

/**
 * Encrypts the concatenation of `segments` to age recipients, as one age file, with Node's own ciphers,
 * which are many times faster than the library's, where the runtime has them.
 */
export async function encryptAgeFile(
  recipientTexts: readonly string[],
  segments: readonly Uint8Array[],
): Promise<Uint8Array> {
  if (recipientTexts.length === 0) throw new Error('sealed to nobody');
  if (!nativeAgeStreamAvailable) return encryptWithLibrary(recipientTexts, segments);
  const { header, fileKey } = await makeHeader(recipientTexts);
  const nonce = randomBytes(PAYLOAD_NONCE_BYTES);
  const plainBytes = segments.reduce((sum, segment) => sum + segment.length, 0);
  const start = header.length + nonce.length;
  const file = Buffer.allocUnsafeSlow(start + agePayloadBytes(plainBytes));
  file.set(header, 0);
  file.set(nonce, header.length);
  encryptAgePayload(fileKey, nonce, segments, file.subarray(start));
  fileKey.fill(0);
  return file;
}

async function makeHeader(
  recipientTexts: readonly string[],
): Promise<{ header: Uint8Array; fileKey: Uint8Array }> {
  const hybrid = recipientTexts
    .map(ageRecipient)
    .filter((recipient) => typeof recipient === 'object');
  if (hybrid.length < recipientTexts.length) return makeHeaderWithLibrary(recipientTexts);
  const fileKey = randomBytes(FILE_KEY_BYTES);
  const stanzas: Stanza[] = [];
  for (const recipient of hybrid) stanzas.push(...(await recipient.wrapFileKey(fileKey)));
  return { header: writeAgeHeader(fileKey, stanzas), fileKey };
}

/** Lets the library seal nothing, so that it writes a header, and keeps the file key it made. */
async function makeHeaderWithLibrary(
  recipientTexts: readonly string[],
): Promise<{ header: Uint8Array; fileKey: Uint8Array }> {
  const encrypter = new Encrypter();
  let fileKey: Uint8Array | undefined;
  encrypter.addRecipient({
    wrapFileKey: (key) => {
      fileKey = Uint8Array.from(key);
      return [];
    },
  });
  for (const text of recipientTexts) encrypter.addRecipient(ageRecipient(text));
  const empty = await encrypter.encrypt(new Uint8Array(0));
  if (fileKey === undefined) throw new Error('age made no file key');
  return { header: empty.subarray(0, empty.length - EMPTY_PAYLOAD_BYTES), fileKey };
}

function encryptWithLibrary(
  recipientTexts: readonly string[],
  segments: readonly Uint8Array[],
): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  for (const text of recipientTexts) encrypter.addRecipient(text);
  return encrypter.encrypt(Buffer.concat(segments));
}

/**
 * Opens an age file with identities (`AGE-SECRET-KEY-PQ-1…`, `AGE-SECRET-KEY-1…`), or gives
 * undefined when it is not addressed to them, was changed, or was cut.
 */
export async function decryptAgeFile(
  identities: readonly string[],
  file: Uint8Array,
): Promise<Uint8Array | undefined> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  try {
    if (!nativeAgeStreamAvailable) return await decrypter.decrypt(file);
    const headerBytes = headerLength(file);
    if (headerBytes === undefined) return undefined;
    const fileKey = await decrypter.decryptHeader(file.subarray(0, headerBytes));
    return decryptAgePayload(fileKey, file.subarray(headerBytes));
  } catch {
    // The library throws plain errors for whatever is wrong with a file; none of them is ours.
    return undefined;
  }
}

/** The header ends with the line `--- ` and the MAC (C2SP age specification, "Header"). */
function headerLength(file: Uint8Array): number | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const mac = bytes.indexOf('\n--- ');
  const end = mac === -1 ? -1 : bytes.indexOf('\n', mac + 1);
  return end === -1 ? undefined : end + 1;
}
