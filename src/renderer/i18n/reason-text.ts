import { FIGURES } from './error-sentence.ts';
import type { Translate } from './i18n.tsx';
import { isMessageKey } from './messages.ts';

/** Why a dossier waits: the sentence of an error code, or the words of the ministry or supervisor. */
export function reasonText(t: Translate, reason: string): string {
  const key = `error.${reason}`;
  return isMessageKey(key) ? t(key, FIGURES) : reason;
}
