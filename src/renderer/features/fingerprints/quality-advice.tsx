import { useT } from '../../i18n/i18n.tsx';
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
  const keys = reasons.map((reason) => `quality-reason.${reason}`).filter(isMessageKey);
  if (keys.length === 0) return null;
  return (
    <ul className={className}>
      {keys.map((key) => (
        <li key={key}>{t(key)}</li>
      ))}
    </ul>
  );
}
