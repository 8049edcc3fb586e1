import { useEffect, useMemo } from 'react';
import type { ReactNode } from 'react';
import { IntlProvider, useIntl } from 'react-intl';
import type { Language } from '../../domain/language.ts';
import { formatsOf } from './formats.ts';
import type { Formats } from './formats.ts';
import type { MessageKey } from './messages.ts';
import { MESSAGES } from './messages.ts';

export type MessageValues = Readonly<Record<string, string | number>>;
export type Translate = (key: MessageKey, values?: MessageValues) => string;

/** Gives the screens below it the language, and the document its `lang`. */
export function I18n({ language, children }: { language: Language; children: ReactNode }) {
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <IntlProvider locale={language} messages={MESSAGES[language]} timeZone="Asia/Ho_Chi_Minh">
      {children}
    </IntlProvider>
  );
}

/** `t('home.new-dossier')`: the text of a key in the language of the screen. */
export function useT(): Translate {
  const intl = useIntl();
  return useMemo(() => (key, values) => intl.formatMessage({ id: key }, { ...values }), [intl]);
}

/** Numbers, sizes and times of day as the language writes them. */
export function useFormats(): Formats {
  const { locale } = useIntl();
  return useMemo(() => formatsOf(locale === 'en' ? 'en' : 'vi'), [locale]);
}
