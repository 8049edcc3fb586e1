import type { DeviceView } from '../../../contract/views.ts';
import { CopyText } from '../../components/copy-text.tsx';
import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { troubleWords } from './device-words.ts';
import { helpingText } from './helping-text.ts';
import classes from './trouble-notice.module.css';

/** Why a device cannot be used and what ends it, with the rule or command to type; nothing while it is well. */
export function TroubleNotice({ device }: { device: DeviceView }) {
  const t = useT();
  const { state, trouble } = device;
  if (state === 'lost') {
    return (
      <Notice tone="bad" title={t('trouble.disconnected')}>
        <p>{t('trouble-todo.disconnected')}</p>
      </Notice>
    );
  }
  if (!trouble) return null;
  const { what, todo } = troubleWords(t, trouble.code);
  const help = helpingText(device);
  return (
    <Notice tone="bad" title={what}>
      {todo !== '' && <p>{todo}</p>}
      {help && (
        <div className={classes.help}>
          <CopyText label={t(`helping.${help.kind}`)} text={help.text} />
        </div>
      )}
      {trouble.detail !== '' && (
        <div className={classes.detail}>
          {t('device.own-words')} <code>{trouble.detail}</code>
        </div>
      )}
    </Notice>
  );
}
