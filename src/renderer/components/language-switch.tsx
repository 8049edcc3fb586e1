import { LANGUAGES } from '../../domain/language.ts';
import { useT } from '../i18n/i18n.tsx';
import { useChangeLanguage, useLanguage } from '../station/language.ts';
import classes from './language-switch.module.css';

const NAMES = { vi: 'Tiếng Việt', en: 'English' } as const;
const SHORT = { vi: 'VI', en: 'EN' } as const;

/** Vietnamese or English, each named in its own language. */
export function LanguageSwitch({ short = false }: { short?: boolean }) {
  const t = useT();
  const current = useLanguage();
  const change = useChangeLanguage();
  return (
    <div className={classes.switch} role="group" aria-label={t('language.switch')}>
      {LANGUAGES.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          className={classes.language}
          title={NAMES[language]}
          aria-pressed={language === current}
          onClick={() => change(language)}
        >
          {short ? SHORT[language] : NAMES[language]}
        </button>
      ))}
    </div>
  );
}
