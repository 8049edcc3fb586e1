import { describe, expect, test } from 'vitest';
import { ERROR_CODES } from '../../src/contract/errors.ts';
import { LANGUAGES } from '../../src/domain/language.ts';
import { errorSentence } from '../../src/renderer/i18n/error-sentence.ts';
import { MESSAGES } from '../../src/renderer/i18n/messages.ts';
import { translator } from './support/translator.ts';

describe.each(LANGUAGES)('messages in %s', (language) => {
  test('every error of the station is two or more sentences, with or without its figures', () => {
    const t = translator(language);
    for (const code of ERROR_CODES) {
      const sentence = errorSentence(t, { code });
      expect(`${code}: ${sentence}`).toMatch(/[.].+[.]$/su);
      expect(`${code}: ${sentence}`).not.toMatch(/[{}]/);
    }
  });

  test('a document that is too large is told with the limit, a locked account with the time', () => {
    const t = translator(language);
    const detail = { limitMegabytes: 20 };
    expect(errorSentence(t, { code: 'document-too-large', detail })).toContain('20 MB');
    expect(errorSentence(t, { code: 'account-locked', detail: { minutes: 7 } })).toContain('7');
  });
});

test('both languages say the same things', () => {
  expect(Object.keys(MESSAGES.en)).toEqual(Object.keys(MESSAGES.vi));
});
