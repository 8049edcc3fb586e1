import { NumberInput, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ShiftView } from '../../../contract/views.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Panel } from '../../components/panel.tsx';
import { StackForm } from '../../components/stack-form.tsx';
import { SubmitButton } from '../../components/submit-button.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useCall, useStationQuery } from '../../station/hooks.ts';
import classes from './start-shift-screen.module.css';

/** Where the work is today; filled in from the last shift, so that Enter is enough. */
export function StartShiftScreen() {
  const t = useT();
  const last = useStationQuery('shift.last', {});
  return (
    <PageFrame
      title={t('shift.title')}
      lead={t(last.data === null ? 'shift.lead-first' : 'shift.lead')}
    >
      <div className={classes.column}>
        <Panel>
          {last.data === undefined && !last.error ? (
            <Waiting label={t('shift.reading-last')} />
          ) : (
            <ShiftForm last={last.data ?? null} />
          )}
        </Panel>
      </div>
    </PageFrame>
  );
}

const FIELDS = ['site', 'line', 'seat'] as const;
type Field = (typeof FIELDS)[number];
const DEFAULT_QUOTA = 150;

function ShiftForm({ last }: { last: ShiftView | null }) {
  const t = useT();
  const { call, pending, error } = useCall('shift.start');
  const form = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({
    site: last?.site ?? '',
    line: last?.line ?? '',
    seat: last?.seat ?? '',
  });
  const [quota, setQuota] = useState<number | string>(last?.quota ?? DEFAULT_QUOTA);
  const [tried, setTried] = useState(false);
  const emptyField = FIELDS.find((field) => place[field].trim() === '');

  useEffect(() => focusField(form.current, 'site'), []);

  function start(): void {
    setTried(true);
    if (emptyField) focusField(form.current, emptyField);
    else if (!pending) void call({ ...place, quota: Number(quota) });
  }

  const placeField = (field: Field) => (
    <TextInput
      data-field={field}
      label={t(`shift.${field}`)}
      description={t(`shift.${field}-example`)}
      value={place[field]}
      maxLength={field === 'site' ? 100 : 20}
      onChange={(event) => setPlace({ ...place, [field]: event.currentTarget.value })}
      error={tried && place[field].trim() === '' && t('field-error.required')}
    />
  );
  return (
    <div ref={form}>
      <StackForm label={t('shift.title')} onSubmit={start}>
        {placeField('site')}
        <div className={classes.pair}>
          {placeField('line')}
          {placeField('seat')}
        </div>
        <NumberInput
          label={t('shift.quota')}
          description={t('shift.quota-meaning')}
          value={quota}
          onChange={setQuota}
          min={0}
          max={100_000}
          allowDecimal={false}
          hideControls
        />
        <ErrorNotice error={error} />
        <SubmitButton label={t('shift.start')} pending={pending} />
      </StackForm>
    </div>
  );
}

function focusField(root: HTMLElement | null, field: string): void {
  root?.querySelector<HTMLInputElement>(`[data-field="${field}"]`)?.focus();
}
