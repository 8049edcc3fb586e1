import { BIOMETRICS_FROM_YEARS, CARD_OBLIGATORY_FROM_YEARS } from '../../../domain/age-rules.ts';
import type { Translate } from '../../i18n/i18n.tsx';
import type { AgeRange } from './application-choice.ts';

/** What the age asks for, in one sentence; at a border age the date of birth decides. */
export function ageSentence(t: Translate, { least, most }: AgeRange): string {
  if (most < BIOMETRICS_FROM_YEARS) return t('age-rule.under-6');
  if (least < BIOMETRICS_FROM_YEARS) return t('age-rule.about-6');
  if (most < CARD_OBLIGATORY_FROM_YEARS) return t('age-rule.under-14');
  if (least < CARD_OBLIGATORY_FROM_YEARS) return t('age-rule.about-14');
  return t('age-rule.adult');
}
