import { IconFileAlert, IconPlug, IconRefresh, IconUsb } from '@tabler/icons-react';
import { useState } from 'react';
import type { ProcedureOutput } from '../../../contract/procedures.ts';
import type { StrangerView } from '../../../contract/views.ts';
import { udevRule } from '../../../domain/udev-rule.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { ChoiceRow } from '../../components/choice-row.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Panel } from '../../components/panel.tsx';
import { Waiting } from '../../components/waiting.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useStationQuery } from '../../station/hooks.ts';
import type { DraftDriver } from './description-draft.ts';
import { descriptionDraft, DRAFT_DRIVERS, draftFileName } from './description-draft.ts';
import { useFollow } from './use-follow.ts';
import classes from './strangers-screen.module.css';

type Strangers = ProcedureOutput<'devices.strangers'>;

/** Nobody tells of a port that no driver is for: it is looked for. */
const LOOK_MS = 4_000;

/** Ports and HID devices that no driver of the station is for, and descriptions that were refused. */
export function StrangersScreen() {
  const t = useT();
  const { data, error, refetch } = useStationQuery('devices.strangers', {});
  useFollow(refetch, LOOK_MS);
  return (
    <PageFrame
      title={t('technician.strangers')}
      lead={t('stranger.lead')}
      aside={
        <ActionButton
          label={t('rack.look-at-ports')}
          hotkey="lookAtPorts"
          icon={<IconRefresh size={18} aria-hidden="true" />}
          onAct={refetch}
        />
      }
    >
      <ErrorNotice error={error} />
      {!data && !error && <Waiting label={t('stranger.reading')} />}
      {data && <Found {...data} />}
    </PageFrame>
  );
}

function Found({ strangers, refusedDescriptions, folder }: Strangers) {
  const t = useT();
  const mayBeOurs = strangers.filter(({ reason }) => reason !== 'not-a-device');
  const others = strangers.filter(({ reason }) => reason === 'not-a-device');
  return (
    <>
      {refusedDescriptions.length > 0 && <Refused refused={refusedDescriptions} />}
      <Panel title={t('stranger.unknown')}>
        {mayBeOurs.length === 0 && <p className={classes.none}>{t('stranger.none')}</p>}
        <ul className={classes.list}>
          {mayBeOurs.map((stranger) => (
            <Stranger key={stranger.path} stranger={stranger} folder={folder} />
          ))}
        </ul>
      </Panel>
      {others.length > 0 && (
        <Panel title={t('stranger.others')}>
          <p className={classes.none}>{t('stranger-reason.not-a-device')}</p>
          <ul className={classes.list}>
            {others.map((stranger) => (
              <li key={stranger.path} className={classes.other}>
                <Name stranger={stranger} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

function Refused({ refused }: { refused: Strangers['refusedDescriptions'] }) {
  const t = useT();
  return (
    <Panel title={t('stranger.refused')}>
      <p className={classes.none}>{t('stranger.refused-lead')}</p>
      <ul className={classes.list}>
        {refused.map(({ file, line, column, sentence }) => (
          <li key={`${file} ${line} ${column} ${sentence}`} className={classes.refused}>
            <IconFileAlert className={classes.bad} size={22} aria-hidden="true" />
            <div className={classes.words}>
              <code className={classes.file}>{file}</code>
              <span className={classes.place}>
                {line === null
                  ? t('stranger.whole-file')
                  : t('stranger.at-line', { line, column: column ?? 1 })}
              </span>
              <span lang="en">{withoutLine(sentence)}</span>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** The line stands above it, in the language of the screen. */
function withoutLine(sentence: string): string {
  return sentence.replace(/^line \d+: /, '');
}

function Stranger({ stranger, folder }: { stranger: StrangerView; folder: string }) {
  const t = useT();
  const { reason } = stranger;
  return (
    <li className={classes.stranger}>
      <Name stranger={stranger} />
      <p>{t(`stranger-reason.${reason}`)}</p>
      {reason === 'no-permission' ? (
        <PermissionRule stranger={stranger} />
      ) : (
        <Draft stranger={stranger} folder={folder} />
      )}
    </li>
  );
}

function Name({ stranger }: { stranger: StrangerView }) {
  const t = useT();
  const { transport, name, path, vendorId, productId } = stranger;
  const Icon = transport === 'serial' ? IconPlug : IconUsb;
  return (
    <div className={classes.head}>
      <Icon size={22} stroke={1.7} aria-hidden="true" />
      <strong>{name === '' ? t(`port-kind.${transport}`) : name}</strong>
      <code>{path}</code>
      {vendorId !== '' && (
        <code className={classes.ids}>
          {vendorId}:{productId}
        </code>
      )}
    </div>
  );
}

function PermissionRule({ stranger }: { stranger: StrangerView }) {
  const t = useT();
  const { transport, vendorId, productId } = stranger;
  if (vendorId === '' || productId === '') return null;
  const ids = {
    vendorId: Number.parseInt(vendorId, 16),
    productId: Number.parseInt(productId, 16),
  };
  return <CopyText label={t('helping.udev-rule')} text={udevRule(transport, ids)} />;
}

/** A description to begin with, for the driver that the technician thinks it is. */
function Draft({ stranger, folder }: { stranger: StrangerView; folder: string }) {
  const t = useT();
  const [driver, setDriver] = useState<DraftDriver | null>(null);
  const drivers: readonly DraftDriver[] = DRAFT_DRIVERS[stranger.transport];
  return (
    <>
      <ChoiceRow
        legend={t('stranger.which-driver')}
        choices={drivers.map((value) => ({ value, label: t(`driver.${value}`) }))}
        value={driver}
        onChange={setDriver}
      />
      {driver !== null && (
        <div className={classes.draft}>
          <CopyText
            label={t('stranger.draft', { file: `${folder}/${draftFileName(stranger)}` })}
            text={descriptionDraft(stranger, driver)}
          />
        </div>
      )}
    </>
  );
}
