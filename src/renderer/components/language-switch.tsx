import { LANGUAGES } from '../../domain/language.ts';
import { useT } from '../i18n/i18n.tsx';
import { useCall } from '../station/hooks.ts';
import { useSession } from '../station/session.ts';
import classes from './language-switch.module.css';

const NAMES = { vi: 'Tiếng Việt', en: 'English' } as const;
const SHORT = { vi: 'VI', en: 'EN' } as const;

/** Vietnamese or English, each named in its own language. */
export function LanguageSwitch({ short = false }: { short?: boolean }) {
  const t = useT();
  const current = useSession()?.language ?? 'vi';
  const { call } = useCall('session.setLanguage');
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
          onClick={() => void call({ language })}
        >
          {short ? SHORT[language] : NAMES[language]}
        </button>
      ))}
    </div>
  );
}
