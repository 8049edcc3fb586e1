import english from '../../../resources/messages/en.json' with { type: 'json' };
import vietnamese from '../../../resources/messages/vi.json' with { type: 'json' };
import type { Language } from '../../domain/language.ts';

/** A key of `resources/messages/vi.json`; a key that is not there does not compile. */
export type MessageKey = keyof typeof vietnamese;

export const MESSAGES: Readonly<Record<Language, Record<string, string>>> = {
  vi: vietnamese,
  en: english,
};

/** True for a text that the messages have, when its end comes from the station (`reason.<code>`). */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(vietnamese, key);
}
