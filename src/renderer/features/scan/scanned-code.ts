import type { ErrorCode } from '../../../contract/errors.ts';
import type { IdentityCardQr } from '../../../domain/identity-card-qr.ts';
import { parseIdentityCardQr } from '../../../domain/identity-card-qr.ts';
import { parseSlipCode } from '../../../domain/slip-code.ts';

/** What a scanner read, told apart by content. */
export type ScannedCode =
  | { readonly kind: 'card'; readonly card: IdentityCardQr; readonly text: string }
  | { readonly kind: 'slip'; readonly text: string }
  /** A bare number, as older cards carry it in a bar code. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly code: ErrorCode };

export function readScannedCode(raw: string): ScannedCode {
  const text = raw.trim();
  if (/^\d{12}$/.test(text)) return { kind: 'number', text };
  const slip = parseSlipCode(text);
  if (slip.ok) return { kind: 'slip', text };
  if (slip.error !== 'not-a-slip') return { kind: 'unreadable', code: `code-${slip.error}` };
  const card = parseIdentityCardQr(text);
  if (card.ok) return { kind: 'card', card: card.value, text };
  return {
    kind: 'unreadable',
    code: card.error === 'not-a-card' ? 'code-unknown' : `code-${card.error}`,
  };
}
