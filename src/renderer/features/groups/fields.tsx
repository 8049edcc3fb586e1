import { Autocomplete, Checkbox, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { FIELD_ERRORS } from '../../../domain/dossier-data.ts';
import type { FieldError } from '../../../domain/dossier-data.ts';
import type { Choice } from '../../components/choice-row.tsx';
import { ChoiceRow } from '../../components/choice-row.tsx';
import type { MessageKey } from '../../i18n/messages.ts';
import type { Translate } from '../../i18n/i18n.tsx';
import { useT } from '../../i18n/i18n.tsx';
import type { FieldPath } from './group-data.ts';
import { filterWithoutDiacritics } from './option-filter.ts';
import type { GroupForm } from './use-group-form.ts';
import classes from './fields.module.css';

interface FieldProps {
  readonly form: GroupForm;
  readonly path: FieldPath;
  readonly label: MessageKey;
  readonly required?: boolean;
  readonly hint?: string | undefined;
  /** Columns of twelve. */
  readonly span?: number;
}

/** Fields side by side on twelve columns. */
export function FieldGrid({ children }: { children: ReactNode }) {
  return <div className={classes.grid}>{children}</div>;
}

/** Places one field and names it, so that the focus can find it. */
export function FieldCell({
  path,
  span = 4,
  children,
}: {
  path: FieldPath;
  span?: number;
  children: ReactNode;
}) {
  return (
    <div className={classes.cell} data-path={path} style={{ gridColumn: `span ${span}` }}>
      {children}
    </div>
  );
}

/** The sentence of a field's error code. */
export function fieldErrorText(t: Translate, code: string | undefined): string | undefined {
  const known = FIELD_ERRORS.find((candidate): candidate is FieldError => candidate === code);
  return known && t(`field-error.${known}`);
}

function inputProps({ form, path, label, required = false, hint }: FieldProps, t: Translate) {
  return {
    label: t(label),
    required,
    withAsterisk: required,
    description: hint,
    error: fieldErrorText(t, form.error(path)),
    onBlur: () => {
      form.touch(path);
      void form.flush();
    },
  };
}

/** Free text. */
export function TextField({
  inputMode,
  maxLength = 200,
  uppercase = false,
  disabled = false,
  rightSection,
  ...field
}: FieldProps & {
  inputMode?: 'text' | 'numeric' | 'tel' | 'email';
  maxLength?: number;
  /** Names are written in capitals on the form. */
  uppercase?: boolean;
  disabled?: boolean;
  rightSection?: ReactNode;
}) {
  const t = useT();
  const { form, path, span = 4 } = field;
  return (
    <FieldCell path={path} span={span}>
      <TextInput
        {...inputProps(field, t)}
        value={form.text(path)}
        onChange={(event) => {
          const text = event.currentTarget.value.normalize('NFC');
          form.set(path, uppercase ? text.toLocaleUpperCase('vi') : text);
        }}
        inputMode={inputMode ?? 'text'}
        maxLength={maxLength}
        disabled={disabled}
        rightSection={rightSection}
        rightSectionPointerEvents="none"
      />
    </FieldCell>
  );
}

/** One of a closed list, found without diacritics. What is filled in already opens no list over the form. */
export function SelectField({
  options,
  onChosen,
  ...field
}: FieldProps & {
  options: readonly { value: string; label: string }[];
  onChosen?: (value: string) => void;
}) {
  const t = useT();
  const { form, path, span = 4 } = field;
  return (
    <FieldCell path={path} span={span}>
      <Select
        {...inputProps(field, t)}
        data={options}
        value={form.text(path) === '' ? null : form.text(path)}
        onChange={(value) => {
          form.set(path, value ?? '');
          onChosen?.(value ?? '');
        }}
        searchable
        allowDeselect={false}
        filter={filterWithoutDiacritics}
        nothingFoundMessage={t('field.nothing-found')}
        selectFirstOptionOnChange
        openOnFocus={form.text(path) === ''}
        maxDropdownHeight={248}
      />
    </FieldCell>
  );
}

/** Text with suggestions; anything else may be typed too. */
export function SuggestField({
  suggestions,
  onText,
  filtered = false,
  pickFirst = false,
  openOnFocus = true,
  ...field
}: FieldProps & {
  suggestions: readonly string[];
  /** Besides setting the text at the path. */
  onText?: (text: string) => void;
  /** The suggestions have been filtered already. */
  filtered?: boolean;
  /** Enter takes the first suggestion: for names that are nearly always in the list. */
  pickFirst?: boolean;
  /** Shows the list before anything is typed, while the field is empty. */
  openOnFocus?: boolean;
}) {
  const t = useT();
  const { form, path, span = 4 } = field;
  return (
    <FieldCell path={path} span={span}>
      <Autocomplete
        {...inputProps(field, t)}
        data={[...suggestions]}
        value={form.text(path)}
        onChange={(text) => {
          form.set(path, text);
          onText?.(text);
        }}
        {...(filtered ? { filter: ({ options }) => options } : { filter: filterWithoutDiacritics })}
        selectFirstOptionOnChange={pickFirst}
        openOnFocus={openOnFocus && form.text(path) === ''}
        maxLength={200}
        maxDropdownHeight={248}
      />
    </FieldCell>
  );
}

/** One of a few, all in view. */
export function ChoiceField<Value extends string>({
  choices,
  ...field
}: FieldProps & { choices: readonly Choice<Value>[] }) {
  const t = useT();
  const { form, path, span = 4 } = field;
  const value = choices.find((choice) => choice.value === form.text(path))?.value ?? null;
  return (
    <FieldCell path={path} span={span}>
      <ChoiceRow
        legend={t(field.label)}
        required={field.required ?? false}
        choices={choices}
        value={value}
        onChange={(chosen) => {
          form.set(path, chosen);
          form.touch(path);
        }}
        error={fieldErrorText(t, form.error(path))}
      />
    </FieldCell>
  );
}

/** Yes or no. */
export function CheckField({
  onChecked,
  ...field
}: FieldProps & { onChecked?: (checked: boolean) => void }) {
  const t = useT();
  const { form, path, span = 12 } = field;
  return (
    <FieldCell path={path} span={span}>
      <Checkbox
        label={t(field.label)}
        description={field.hint}
        checked={form.value(path) === true}
        error={fieldErrorText(t, form.error(path))}
        onChange={(event) => {
          form.set(path, event.currentTarget.checked);
          form.touch(path);
          onChecked?.(event.currentTarget.checked);
        }}
      />
    </FieldCell>
  );
}
