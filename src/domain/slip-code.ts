import type { Result } from './result.ts';
import { err, ok } from './result.ts';

/**
 * The text in a slip's QR code: `TRAM|1|<dossier number>|<check>`, where check is the CRC-16/CCITT-FALSE
 * (polynomial 0x1021, start 0xFFFF) of the dossier number (ASCII) in four upper-case hexadecimal digits. It holds
 * no personal data: it finds the dossier again at a station that has it.
 */
export function slipCode(dossierNumber: string): string {
  return `TRAM|1|${dossierNumber}|${checkOf(dossierNumber)}`;
}

const IS_ASCII = /^[\u0021-\u007e]+$/;

export type SlipCodeError = 'not-a-slip' | 'truncated' | 'damaged';

/** The dossier number that a scanned slip names. */
export function parseSlipCode(text: string): Result<string, SlipCodeError> {
  const [mark, version, dossierNumber, check] = text.trim().split('|');
  if (mark !== 'TRAM' || version !== '1') return err('not-a-slip');
  if (!dossierNumber || check === undefined || check.length < 4) return err('truncated');
  // The check is made over ASCII: of another character it would count one byte only.
  const isWhole = IS_ASCII.test(dossierNumber) && check === checkOf(dossierNumber);
  return isWhole ? ok(dossierNumber) : err('damaged');
}

function checkOf(text: string): string {
  let crc = 0xffff;
  for (let index = 0; index < text.length; index += 1) {
    crc ^= (text.charCodeAt(index) & 0xff) << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
      crc &= 0xffff;
    }
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}
