import {
  IconArrowBackUp,
  IconCircleCheck,
  IconCircleDashed,
  IconClipboardCheck,
  IconLock,
  IconPencil,
  IconSend,
  IconTrash,
} from '@tabler/icons-react';
import type { DossierState } from '../../domain/dossier-state.ts';
import { useT } from '../i18n/i18n.tsx';
import classes from './state-mark.module.css';

const ICONS = {
  draft: IconPencil,
  captured: IconCircleDashed,
  approved: IconClipboardCheck,
  sealed: IconLock,
  sent: IconSend,
  acknowledged: IconCircleCheck,
  returned: IconArrowBackUp,
  purged: IconTrash,
} as const satisfies Record<DossierState, unknown>;

/** A dossier's state as a sign with its word. */
export function StateMark({ state }: { state: DossierState }) {
  const t = useT();
  const Icon = ICONS[state];
  return (
    <span className={classes.mark} data-state={state}>
      <Icon size={17} stroke={2} aria-hidden="true" />
      {t(`dossier-state.${state}`)}
    </span>
  );
}
