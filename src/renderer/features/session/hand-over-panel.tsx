import { IconX } from '@tabler/icons-react';
import type { UserView } from '../../../contract/views.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useDesk } from './desk.ts';
import { HandOverForm } from './hand-over-form.tsx';
import classes from './hand-over-panel.module.css';

/** Opens at the side of the work, which stays in view and usable. */
export function HandOverPanel({ user }: { user: UserView }) {
  const t = useT();
  return (
    <aside className={classes.panel} aria-labelledby="hand-over-title">
      <div className={classes.head}>
        <h2 className={classes.title} id="hand-over-title">
          {t('hand-over.title')}
        </h2>
        <ActionButton
          emphasis="quiet"
          label={t('hand-over.close')}
          icon={<IconX size={18} aria-hidden="true" />}
          hotkey="close"
          onAct={() => useDesk.setState({ handingOver: false })}
        />
      </div>
      <p className={classes.lead}>{t('hand-over.lead', { name: user.displayName })}</p>
      <HandOverForm user={user} />
    </aside>
  );
}
