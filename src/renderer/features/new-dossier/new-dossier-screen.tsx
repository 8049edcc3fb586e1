import { Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { StationError } from '../../../contract/errors.ts';
import type { IdentityCardQr } from '../../../domain/identity-card-qr.ts';
import { ActionBar } from '../../components/action-bar.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { Panel } from '../../components/panel.tsx';
import { useT } from '../../i18n/i18n.tsx';
import { useCall } from '../../station/hooks.ts';
import { useToday } from '../../station/use-today.ts';
import type { ScannedCode } from '../scan/scanned-code.ts';
import { readScannedCode } from '../scan/scanned-code.ts';
import { useScannedCode } from '../scan/use-scanned-code.ts';
import { useDesk } from '../session/desk.ts';
import type { ApplicationChoice } from './application-choice.ts';
import { likelyChoice } from './application-choice.ts';
import { ApplicationFields } from './application-fields.tsx';
import { checkNumber } from './number-check.ts';
import { KnownDossier } from './known-dossier.tsx';
import { NumberField } from './number-field.tsx';
import { NumberReading } from './number-reading.tsx';
import classes from './new-dossier-screen.module.css';

interface Source {
  readonly typed: string;
  readonly card: IdentityCardQr | null;
  readonly qrText: string | null;
}

const EMPTY: Source = { typed: '', card: null, qrText: null };

function sourceOf(code: ScannedCode): Source | null {
  if (code.kind === 'card') {
    return { typed: code.card.citizenNumber, card: code.card, qrText: code.text };
  }
  return code.kind === 'number' ? { typed: code.text, card: null, qrText: null } : null;
}

/** A citizen sits down: the number, what it says, what is applied for and why. */
export function NewDossierScreen({ scanned }: { scanned: string | null }) {
  const t = useT();
  const create = useCall('dossier.create');
  const [source, setSource] = useState<Source>(
    () => (scanned === null ? null : sourceOf(readScannedCode(scanned))) ?? EMPTY,
  );
  const [chosen, setChosen] = useState<ApplicationChoice | null>(null);
  const [overrideReason, setOverrideReason] = useState('');
  const [tried, setTried] = useState(false);
  const [scanError, setScanError] = useState<StationError | null>(null);
  const numberField = useRef<HTMLInputElement>(null);
  const reasonField = useRef<HTMLTextAreaElement>(null);

  const check = checkNumber(source.typed, source.card, useToday());
  const choice = chosen ?? (check.kind === 'read' ? likelyChoice(check.age) : null);
  const needsReason = check.kind === 'read' && check.warnings.length > 0;

  useEffect(() => {
    if (needsReason) reasonField.current?.focus();
  }, [needsReason]);

  useScannedCode((code) => {
    const next = sourceOf(code);
    setScanError(next ? null : { code: code.kind === 'unreadable' ? code.code : 'code-unknown' });
    if (!next) return;
    setSource(next);
    setChosen(null);
  });

  function leave(): void {
    useDesk.setState({ newDossier: null });
  }

  async function start(): Promise<void> {
    if (check.kind !== 'read' || !choice) {
      setTried(true);
      numberField.current?.focus();
      return;
    }
    if (needsReason && overrideReason.trim() === '') {
      reasonField.current?.focus();
      return;
    }
    const answer = await create.call({
      citizenNumber: check.number.text,
      source: source.qrText === null ? 'typed' : 'card-qr',
      qrText: source.qrText,
      applicationType: choice.type,
      legalReason: choice.reason,
      override: needsReason
        ? { warnings: [...check.warnings], reason: overrideReason.trim() }
        : null,
    });
    if (answer.ok) leave();
  }

  return (
    <PageFrame
      title={t('new-dossier.title')}
      lead={t('new-dossier.lead')}
      wide
      actions={
        <ActionBar
          back={{ label: t('new-dossier.cancel'), hotkey: 'close', onAct: leave }}
          primary={{
            label: t('new-dossier.start'),
            pending: create.pending,
            onAct: () => void start(),
          }}
        />
      }
    >
      <form
        className={classes.form}
        aria-label={t('new-dossier.title')}
        onSubmit={(event) => {
          event.preventDefault();
          if (!create.pending) void start();
        }}
      >
        <div className={classes.columns}>
          <Panel title={t('new-dossier.number')}>
            <NumberField
              field={numberField}
              check={check}
              tried={tried}
              value={source.typed}
              onChange={(typed) => {
                setSource({ ...EMPTY, typed });
                setTried(false);
                setChosen(null);
              }}
            />
            {check.kind === 'read' && <KnownDossier citizenNumber={check.number.text} />}
            <NumberReading check={check} card={source.card} />
            {needsReason && (
              <Textarea
                ref={reasonField}
                label={t('new-dossier.override-reason')}
                description={t('new-dossier.override-meaning')}
                value={overrideReason}
                onChange={(event) => setOverrideReason(event.currentTarget.value)}
                maxLength={500}
                rows={2}
                required
                mt={14}
              />
            )}
          </Panel>
          <Panel title={t('new-dossier.application')}>
            {check.kind === 'read' && choice ? (
              <ApplicationFields age={check.age} choice={choice} onChange={setChosen} />
            ) : (
              <p className={classes.later}>{t('new-dossier.number-first')}</p>
            )}
          </Panel>
        </div>
        <div className={classes.errors}>
          <ErrorNotice error={create.error ?? scanError} />
        </div>
        {/* Enter in a field of a form needs a button to press. */}
        <button type="submit" className={classes.submit} tabIndex={-1} aria-hidden="true" />
      </form>
    </PageFrame>
  );
}
