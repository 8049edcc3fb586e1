/** Start bit, eight data bits, stop bit: what a byte takes on a serial line (8N1). */
const BITS_PER_BYTE = 10;

/** What a transfer takes of a serial line, in bits per second: to be compared with its baud rate. */
export function bitsOnLine(bytesPerSecond: number): number {
  return bytesPerSecond * BITS_PER_BYTE;
}
