/** VISCA carries 16-bit values as four bytes 0p 0q 0r 0s, so that none of them can be the terminator. */
export function toNibbles(value: number): [number, number, number, number] {
  return [(value >> 12) & 0xf, (value >> 8) & 0xf, (value >> 4) & 0xf, value & 0xf];
}

/** The unsigned value of four bytes 0p 0q 0r 0s, or undefined when a byte is missing or more than a nibble. */
export function fromNibbles(bytes: Uint8Array, at: number): number | undefined {
  let value = 0;
  for (let index = at; index < at + 4; index += 1) {
    const nibble = bytes[index];
    if (nibble === undefined || nibble > 0xf) return undefined;
    value = value * 16 + nibble;
  }
  return value;
}

/** The same four bytes as a two's complement: positions left of and below the centre are negative. */
export function fromSignedNibbles(bytes: Uint8Array, at: number): number | undefined {
  const value = fromNibbles(bytes, at);
  return value === undefined || value < 0x8000 ? value : value - 0x10000;
}
