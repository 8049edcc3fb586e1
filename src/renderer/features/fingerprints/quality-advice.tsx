import { useT } from '../../i18n/i18n.tsx';
import type { MessageKey } from '../../i18n/messages.ts';
import { isMessageKey } from '../../i18n/messages.ts';

/** Why a print is weak and what to do about it, in words. */
export function QualityAdvice({
  reasons,
  className,
}: {
  reasons: readonly string[];
  className?: string | undefined;
}) {
  const t = useT();
  const keys = adviceKeys(reasons);
  if (keys.length === 0) return null;
  return (
    <ul className={className}>
      {keys.map((key) => (
        <li key={key}>{t(key)}</li>
      ))}
    </ul>
  );
}

/** The sentence of each reason that has one, the most pressing first. */
export function adviceKeys(reasons: readonly string[]): MessageKey[] {
  return reasons.map((reason) => `quality-reason.${reason}`).filter(isMessageKey);
}
