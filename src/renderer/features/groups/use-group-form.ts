import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { StationError } from '../../../contract/errors.ts';
import type { DossierView } from '../../../contract/views.ts';
import type { DataGroup, GroupDraft } from '../../../domain/dossier-data.ts';
import { groupErrors } from '../../../domain/dossier-data.ts';
import { useCall } from '../../station/hooks.ts';
import { useLink } from '../../station/link.ts';
import { useSession } from '../../station/session.ts';
import { startingData, textAt, valueAt, withValue } from './group-data.ts';
import type { FieldPath } from './group-data.ts';
import { registerFlush } from './pending-saves.ts';

/** Longest time that something typed stays out of the store. */
const SAVE_PAUSE_MS = 400;

export type SaveState = 'saved' | 'saving' | 'unsaved';

export interface GroupForm {
  readonly data: GroupDraft;
  readonly text: (path: FieldPath) => string;
  readonly value: (path: FieldPath) => unknown;
  readonly set: (path: FieldPath, value: unknown) => void;
  /** The error code of a field that the officer has been in; undefined while there is nothing to say. */
  readonly error: (path: FieldPath) => string | undefined;
  readonly touch: (path: FieldPath) => void;
  /** Shows every error from now on. */
  readonly touchAll: () => void;
  /** Every field that is not right yet, in no order. */
  readonly wrongPaths: readonly FieldPath[];
  readonly saveState: SaveState;
  readonly saveError: StationError | null;
  /** Saves what was typed; true when all of it is in the store. */
  readonly flush: () => Promise<boolean>;
  /** Saves the group as it stands, also when the officer changed nothing and it was never saved. */
  readonly settle: () => Promise<boolean>;
}

/**
 * A group being typed: validated by the domain at each change, saved after a short pause, on leaving a
 * field and on leaving the screen. What could not be saved (station away, screen locked) stays unsaved
 * and is saved as soon as that is over.
 */
export function useGroupForm(
  dossier: DossierView,
  group: DataGroup,
  extraErrors: (data: GroupDraft) => Readonly<Record<FieldPath, string>>,
): GroupForm {
  const [data, setData] = useState(() => startingData(dossier, group));
  const [touched, setTouched] = useState<ReadonlySet<FieldPath> | 'all'>(new Set());
  const neverSaved = dossier.groups[group] === undefined;
  const saving = useSaving(dossier.dossierId, group, data, neverSaved);

  const errors = useMemo(
    () => ({ ...groupErrors(group, data), ...extraErrors(data) }),
    [group, data, extraErrors],
  );
  return {
    data,
    text: (path) => textAt(data, path),
    value: (path) => valueAt(data, path),
    set: (path, value) => setData((before) => withValue(before, path, value)),
    error: (path) => (touched === 'all' || touched.has(path) ? errors[path] : undefined),
    touch: (path) =>
      setTouched((before) => (before === 'all' ? before : new Set([...before, path]))),
    touchAll: () => setTouched('all'),
    wrongPaths: Object.keys(errors),
    ...saving,
  };
}

function useSaving(
  dossierId: string,
  group: DataGroup,
  data: GroupDraft,
  neverSaved: boolean,
): Pick<GroupForm, 'saveState' | 'saveError' | 'flush' | 'settle'> {
  const { call, error } = useCall('dossier.saveGroup');
  const [saveState, setSaveState] = useState<SaveState>('saved');
  const latest = useRef(data);
  const kept = useRef<GroupDraft | null>(data);
  const running = useRef<Promise<boolean> | null>(null);
  const locked = useSession()?.locked ?? false;
  const up = useLink((link) => link.up);

  const send = useCallback(async (): Promise<boolean> => {
    const sent = latest.current;
    setSaveState('saving');
    const answer = await call({ dossierId, group, data: sent });
    if (answer.ok) kept.current = sent;
    setSaveState(kept.current === latest.current ? 'saved' : 'unsaved');
    return answer.ok;
  }, [call, dossierId, group]);

  /** One save at a time, until what was typed meanwhile is saved too. */
  const flush = useCallback(async (): Promise<boolean> => {
    while (latest.current !== kept.current) {
      running.current ??= send().finally(() => {
        running.current = null;
      });
      if (!(await running.current)) return false;
    }
    return true;
  }, [send]);

  const settle = useCallback(async (): Promise<boolean> => {
    if (neverSaved) kept.current = null;
    return flush();
  }, [flush, neverSaved]);

  useEffect(() => {
    latest.current = data;
    if (data === kept.current) return undefined;
    setSaveState('unsaved');
    const timer = setTimeout(() => void flush(), SAVE_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [data, flush]);

  // What was refused under the lock or while the station was away is saved when that is over.
  useEffect(() => {
    if (!locked && up) void flush();
  }, [locked, up, flush]);

  useEffect(() => {
    const unregister = registerFlush(flush);
    return () => {
      unregister();
      void flush();
    };
  }, [flush]);

  return { saveState, saveError: error, flush, settle };
}
