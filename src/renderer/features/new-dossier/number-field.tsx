import { TextInput } from '@mantine/core';
import type { RefObject } from 'react';
import { useT } from '../../i18n/i18n.tsx';
import type { NumberCheck } from './number-check.ts';
import classes from './number-field.module.css';

/** The twelve digits, large, with how many are still to come. */
export function NumberField({
  field,
  check,
  value,
  onChange,
}: {
  field: RefObject<HTMLInputElement | null>;
  check: NumberCheck;
  value: string;
  onChange: (typed: string) => void;
}) {
  const t = useT();
  return (
    <TextInput
      ref={field}
      autoFocus
      label={t('new-dossier.number-field')}
      description={
        check.kind === 'typing'
          ? t('new-dossier.digits', { digits: check.digits })
          : t('new-dossier.number-hint')
      }
      error={check.kind === 'wrong' ? t(`citizen-number-error.${check.error}`) : undefined}
      classNames={{ input: classes.digits ?? '' }}
      inputMode="numeric"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      maxLength={40}
    />
  );
}
