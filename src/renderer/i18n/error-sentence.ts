import type { StationError } from '../../contract/errors.ts';
import type { Translate } from './i18n.tsx';

/** What happened, whether the data is safe, and what to do now. */
export function errorSentence(t: Translate, error: StationError): string {
  return t(`error.${error.code}`, { ...FIGURES, ...error.detail });
}

/** Figures of a sentence that a station may leave out. */
export const FIGURES = { minutes: 0, minimum: 0, limitMegabytes: 0 };
