import type { FingerPosition } from '../../../domain/finger-position.ts';
import type { Translate } from '../../i18n/i18n.tsx';

/** A finger's name inside a sentence: `ngón cái phải`. */
export function fingerInSentence(t: Translate, position: FingerPosition): string {
  const name = t(`finger.${position}`);
  return name.charAt(0).toLowerCase() + name.slice(1);
}
