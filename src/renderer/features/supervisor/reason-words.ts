import type { Translate } from '../../i18n/i18n.tsx';
import { isMessageKey } from '../../i18n/messages.ts';

/** Why a dossier waits: a code of the upload as a sentence, or the words of the one who returned it. */
export function reasonWords(t: Translate, reason: string | null): string {
  if (reason === null) return '';
  const key = `outstanding-reason.${reason}`;
  return isMessageKey(key) ? t(key) : reason;
}
