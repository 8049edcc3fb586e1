import { createHmac, hkdfSync } from 'node:crypto';
import type { Stanza } from 'age-encryption';

const LINE_BYTES = 48;

/**
 * The header of an age file (C2SP age specification, "Header"): version line, one stanza for each
 * recipient, and the HMAC that only who has the file key can make.
 */
export function writeAgeHeader(fileKey: Uint8Array, stanzas: readonly Stanza[]): Buffer {
  const authenticated = ['age-encryption.org/v1', ...stanzas.flatMap(stanzaLines), '---'].join(
    '\n',
  );
  const macKey = Buffer.from(hkdfSync('sha256', fileKey, Buffer.alloc(0), 'header', 32));
  const mac = createHmac('sha256', macKey).update(authenticated).digest();
  return Buffer.from(`${authenticated} ${unpadded(mac)}\n`);
}

/** Arguments, then the body in lines of 48 bytes, the last of which is shorter, if need be empty. */
function stanzaLines({ args, body }: Stanza): string[] {
  const lines = [`-> ${args.join(' ')}`];
  for (let at = 0; at <= body.length; at += LINE_BYTES) {
    lines.push(unpadded(body.subarray(at, at + LINE_BYTES)));
  }
  return lines;
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}
