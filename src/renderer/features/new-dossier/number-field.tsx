import { TextInput } from '@mantine/core';
import type { RefObject } from 'react';
import type { Translate } from '../../i18n/i18n.tsx';
import { useT } from '../../i18n/i18n.tsx';
import type { NumberCheck } from './number-check.ts';
import classes from './number-field.module.css';

/** The twelve digits, large, with how many are still to come. */
export function NumberField({
  field,
  check,
  tried,
  value,
  onChange,
}: {
  field: RefObject<HTMLInputElement | null>;
  check: NumberCheck;
  /** The officer wanted to go on with the number as it stands. */
  tried: boolean;
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
      error={errorText(t, check, tried)}
      classNames={{ input: classes.digits ?? '' }}
      inputMode="numeric"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      maxLength={40}
    />
  );
}

function errorText(t: Translate, check: NumberCheck, tried: boolean): string | undefined {
  switch (check.kind) {
    case 'typing':
      return tried ? t('new-dossier.digits-missing', { missing: 12 - check.digits }) : undefined;
    case 'wrong':
      return t(`citizen-number-error.${check.error}`);
    case 'read':
      return undefined;
  }
}
