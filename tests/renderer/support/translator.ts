import { createIntl } from 'react-intl';
import type { Language } from '../../../src/domain/language.ts';
import type { Translate } from '../../../src/renderer/i18n/i18n.tsx';
import { MESSAGES } from '../../../src/renderer/i18n/messages.ts';

/** The page's `t`, without a page; a text that is missing or wrong throws. */
export function translator(language: Language): Translate {
  const intl = createIntl({
    locale: language,
    messages: MESSAGES[language],
    onError: (error) => {
      throw error;
    },
  });
  return (key, values) => String(intl.formatMessage({ id: key }, { ...values }));
}
