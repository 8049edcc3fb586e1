import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../domain/language.ts';

/** Texts for the papers that the station itself renders (slip, report), by message key. */
export interface Messages {
  readonly text: (key: string, values?: Readonly<Record<string, string | number>>) => string;
}

/** @throws Error when the key is missing: `npm run check` proves that it is not */
export function loadMessages(applicationDirectory: string, language: Language): Messages {
  const path = join(applicationDirectory, 'resources', 'messages', `${language}.json`);
  const entries = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  return {
    text: (key, values = {}) => {
      const message = entries[key];
      if (message === undefined) throw new Error(`no message ${key} in ${language}`);
      return message.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
    },
  };
}
