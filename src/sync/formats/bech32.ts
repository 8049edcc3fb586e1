const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3] as const;

/**
 * Decodes Bech32 (BIP 173) without its limit of 90 characters, as age uses it. Gives undefined when
 * the text is not Bech32, its checksum is wrong, or its padding is not zero.
 */
export function decodeBech32(text: string): { prefix: string; bytes: Uint8Array } | undefined {
  const separator = text.lastIndexOf('1');
  const prefix = text.slice(0, separator);
  const words = Array.from(text.slice(separator + 1), (letter) => ALPHABET.indexOf(letter));
  if (separator < 1 || words.length < 6 || words.includes(-1)) return undefined;
  const expanded = [
    ...Array.from(prefix, (letter) => letter.charCodeAt(0) >> 5),
    0,
    ...Array.from(prefix, (letter) => letter.charCodeAt(0) & 31),
  ];
  if (polymod([...expanded, ...words]) !== 1) return undefined;
  const bytes = joinBits(words.slice(0, -6));
  return bytes === undefined ? undefined : { prefix, bytes };
}

function polymod(values: readonly number[]): number {
  let checksum = 1;
  for (const value of values) {
    const top = checksum >>> 25;
    checksum = ((checksum & 0x1ffffff) << 5) ^ value;
    for (const [bit, term] of GENERATOR.entries()) if ((top >> bit) & 1) checksum ^= term;
  }
  return checksum;
}

/** Groups of five bits to bytes. */
function joinBits(words: readonly number[]): Uint8Array | undefined {
  const bytes: number[] = [];
  let bits = 0;
  let accumulator = 0;
  for (const word of words) {
    accumulator = ((accumulator << 5) | word) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((accumulator >> bits) & 0xff);
    }
  }
  const padding = accumulator & ((1 << bits) - 1);
  return bits >= 5 || padding !== 0 ? undefined : Uint8Array.from(bytes);
}
