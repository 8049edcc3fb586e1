import type { ReactNode } from 'react';
import type { StationError } from '../../contract/errors.ts';
import { errorSentence } from '../i18n/error-sentence.ts';
import { useT } from '../i18n/i18n.tsx';
import { Notice } from './notice.tsx';

/** An expected failure as a sentence; nothing when there is none. */
export function ErrorNotice({ error, action }: { error: StationError | null; action?: ReactNode }) {
  const t = useT();
  if (error === null) return null;
  return (
    <Notice tone="bad" action={action}>
      <p data-error-code={error.code}>{errorSentence(t, error)}</p>
    </Notice>
  );
}
