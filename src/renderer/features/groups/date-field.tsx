import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { fromTypedDate, isCalendarDate, toPrintedDate } from '../../../domain/calendar-date.ts';
import type { MessageKey } from '../../i18n/messages.ts';
import { useT } from '../../i18n/i18n.tsx';
import { FieldCell, fieldErrorText } from './fields.tsx';
import type { FieldPath } from './group-data.ts';
import type { GroupForm } from './use-group-form.ts';

/**
 * A day as officers type it (`5/9/1990`, `05091990`), kept as `1990-09-05`. Text that is no day yet is
 * kept as typed, so that nothing is lost, and fails validation.
 */
export function DateField({
  form,
  path,
  label,
  hint,
  span = 4,
}: {
  form: GroupForm;
  path: FieldPath;
  label: MessageKey;
  hint?: string | undefined;
  span?: number;
}) {
  const t = useT();
  const kept = form.text(path);
  const printed = isCalendarDate(kept) ? toPrintedDate(kept) : kept;
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <FieldCell path={path} span={span}>
      <TextInput
        label={t(label)}
        required
        withAsterisk
        description={hint}
        placeholder={t('field.date-form')}
        inputMode="numeric"
        maxLength={20}
        value={typed ?? printed}
        error={fieldErrorText(t, form.error(path))}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          form.set(path, fromTypedDate(text) ?? text);
        }}
        onBlur={() => {
          setTyped(null);
          form.touch(path);
          void form.flush();
        }}
      />
    </FieldCell>
  );
}
