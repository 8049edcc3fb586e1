import type { FingerPosition } from '../../../domain/finger-position.ts';
import type { PrintTarget } from '../../../domain/print-target.ts';
import { SLAP_FINGERS } from '../../../domain/slap.ts';
import type { Translate } from '../../i18n/i18n.tsx';

/** A finger's name inside a sentence: `ngón cái phải`. */
export function fingerInSentence(t: Translate, position: FingerPosition): string {
  return inSentence(t(`finger.${position}`));
}

/** Several fingers inside a sentence: `ngón trỏ phải, ngón út phải`. */
export function fingersInSentence(t: Translate, positions: readonly FingerPosition[]): string {
  return positions.map((position) => fingerInSentence(t, position)).join(', ');
}

/**
 * What a capture takes, in words: `Ngón cái phải`, `Lăn ngón cái phải`, `Bốn ngón phải`,
 * `Bốn ngón phải, trừ ngón út phải`, `Ngón trỏ phải, ngón giữa phải`.
 */
export function targetName(
  t: Translate,
  target: PrintTarget,
  exceptions: readonly FingerPosition[],
): string {
  if (target.kind === 'single') {
    return target.impression === 'live-plain'
      ? t(`finger.${target.position}`)
      : t('fingerprints.roll', { finger: fingerInSentence(t, target.position) });
  }
  const all = SLAP_FINGERS[target.slap];
  const missing = all.filter((position) => exceptions.includes(position));
  if (missing.length === 0 || missing.length === all.length) return t(`slap.${target.slap}`);
  if (missing.length === 1 && all.length > 2) {
    const fingers = fingersInSentence(t, missing);
    return t('fingerprints.slap-without', { slap: t(`slap.${target.slap}`), fingers });
  }
  return capitalised(
    fingersInSentence(
      t,
      all.filter((position) => !exceptions.includes(position)),
    ),
  );
}

export function inSentence(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
