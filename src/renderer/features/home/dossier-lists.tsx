import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { vietnameseDate } from '../../../domain/calendar-date.ts';
import type { DossierState } from '../../../domain/dossier-state.ts';
import { DOSSIER_STATES } from '../../../domain/dossier-state.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { KeyHint } from '../../components/key-hint.tsx';
import { Panel } from '../../components/panel.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { HOTKEYS } from '../../keyboard/hotkeys.ts';
import { useHotkey } from '../../keyboard/use-hotkey.ts';
import { useStationQuery } from '../../station/hooks.ts';
import { useToday } from '../../station/use-today.ts';
import { DossierRows } from './dossier-rows.tsx';
import { TO_TAKE_UP } from './take-up.ts';

const SETTLED: DossierState[] = DOSSIER_STATES.filter((state) => !TO_TAKE_UP.includes(state));
const LIMIT = 100;
const TYPING_PAUSE_MS = 150;

/** Search by name (no diacritics needed) or number; otherwise what waits, and what was done today. */
export function DossierLists({
  found,
  opening,
  onOpen,
}: {
  /** What a slip named, anew for each scan: it is searched for. */
  found: { readonly dossierNumber: string } | undefined;
  opening: boolean;
  onOpen: (dossierId: string) => void;
}) {
  const t = useT();
  const field = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [settledQuery] = useDebouncedValue(query.trim(), TYPING_PAUSE_MS);
  useHotkey('search', () => field.current?.focus());
  useEffect(() => {
    if (found) setQuery(found.dossierNumber);
  }, [found]);
  return (
    <div>
      <TextInput
        ref={field}
        aria-label={t('home.search')}
        placeholder={t('home.search-hint')}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setQuery('');
        }}
        leftSection={<IconSearch size={20} aria-hidden="true" />}
        rightSection={<KeyHint keys={HOTKEYS.search.keys} />}
        rightSectionWidth={56}
        maxLength={100}
        mb={16}
      />
      {settledQuery === '' ? (
        <Day opening={opening} onOpen={onOpen} />
      ) : (
        <SearchResult query={settledQuery} opening={opening} onOpen={onOpen} />
      )}
    </div>
  );
}

interface ListProps {
  readonly opening: boolean;
  readonly onOpen: (dossierId: string) => void;
}

function SearchResult({ query, ...list }: ListProps & { query: string }) {
  const t = useT();
  const all = useStationQuery(
    'dossier.list',
    { query, states: [...DOSSIER_STATES], limit: LIMIT },
    { keepWhileChanging: true },
  );
  return (
    <Panel title={t('home.found', { count: all.data?.length ?? 0 })}>
      <ErrorNotice error={all.error} />
      <DossierRows {...list} rows={all.data} empty={t('home.found-nothing')} />
    </Panel>
  );
}

function Day(list: ListProps) {
  const t = useT();
  const waiting = useStationQuery('dossier.list', { query: '', states: TO_TAKE_UP, limit: LIMIT });
  const settled = useStationQuery('dossier.list', { query: '', states: SETTLED, limit: LIMIT });
  const today = useToday();
  return (
    <>
      <Panel title={t('home.to-take-up', { count: waiting.data?.length ?? 0 })}>
        <ErrorNotice error={waiting.error} />
        <DossierRows {...list} rows={waiting.data} empty={t('home.nothing-to-take-up')} />
      </Panel>
      <Panel title={t('home.done-today')}>
        <ErrorNotice error={settled.error} />
        <DossierRows
          {...list}
          rows={settled.data?.filter((row) => vietnameseDate(row.updatedAt) === today)}
          empty={t('home.nothing-today')}
        />
      </Panel>
    </>
  );
}
