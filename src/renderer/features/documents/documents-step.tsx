import { NativeSelect } from '@mantine/core';
import { IconCamera, IconFilePlus } from '@tabler/icons-react';
import type { DragEvent } from 'react';
import { useRef, useState } from 'react';
import type { DossierView } from '../../../contract/views.ts';
import type { DocumentKind } from '../../../domain/document-kind.ts';
import { DOCUMENT_KINDS } from '../../../domain/document-kind.ts';
import { ActionBar } from '../../components/action-bar.tsx';
import { ActionButton } from '../../components/action-button.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageFrame } from '../../components/page-frame.tsx';
import { errorSentence } from '../../i18n/error-sentence.ts';
import { useT } from '../../i18n/i18n.tsx';
import { StepFrame } from '../wizard/step-frame.tsx';
import type { CropEdges } from './crop-edges.ts';
import { WHOLE_PICTURE } from './crop-edges.ts';
import { CropEditor } from './crop-editor.tsx';
import { DocumentList } from './document-list.tsx';
import { PaperCamera } from './paper-camera.tsx';
import type { DocumentIntake } from './use-document-intake.ts';
import { useDocumentIntake } from './use-document-intake.ts';
import classes from './documents-step.module.css';

/** The papers that the citizen brings: by file, by drag and drop, or photographed. */
export function DocumentsStep({ dossier }: { dossier: DossierView }) {
  const [kind, setKind] = useState<DocumentKind>(
    dossier.applicationType === 'first-issue' ? 'birth-certificate' : 'old-card',
  );
  const [photographing, setPhotographing] = useState(false);
  const intake = useDocumentIntake(dossier.dossierId, kind);
  if (intake.picture) return <CropTable intake={intake} kind={kind} onKind={setKind} />;
  if (photographing) {
    return (
      <PaperCamera
        onCancel={() => setPhotographing(false)}
        onTaken={(bytes) => {
          setPhotographing(false);
          intake.addPicture(bytes);
        }}
      />
    );
  }
  return (
    <PaperDesk
      dossier={dossier}
      intake={intake}
      kind={kind}
      onKind={setKind}
      onPhotograph={() => setPhotographing(true)}
    />
  );
}

function PaperDesk({
  dossier,
  intake,
  kind,
  onKind,
  onPhotograph,
}: {
  dossier: DossierView;
  intake: DocumentIntake;
  kind: DocumentKind;
  onKind: (kind: DocumentKind) => void;
  onPhotograph: () => void;
}) {
  const t = useT();
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    intake.addFiles([...event.dataTransfer.files]);
  };
  return (
    <StepFrame dossier={dossier} title={t('documents.title')} lead={t('documents.lead')} wide>
      <div
        className={classes.desk}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <div className={classes.add}>
          <KindSelect kind={kind} onKind={onKind} />
          <ActionButton
            label={t('documents.choose-file')}
            hotkey="attach"
            pending={intake.pending}
            icon={<IconFilePlus size={22} aria-hidden="true" />}
            onAct={() => picker.current?.click()}
          />
          <ActionButton
            label={t('documents.photograph')}
            hotkey="capture"
            icon={<IconCamera size={22} aria-hidden="true" />}
            onAct={onPhotograph}
          />
          <input
            ref={picker}
            type="file"
            className={classes.picker}
            tabIndex={-1}
            aria-label={t('documents.choose-file')}
            accept="image/jpeg,image/png,image/webp,application/pdf"
            multiple
            onChange={({ currentTarget }) => {
              intake.addFiles([...(currentTarget.files ?? [])]);
              currentTarget.value = '';
            }}
          />
          <p className={classes.drop}>{t('documents.drop')}</p>
        </div>
        <div className={classes.list}>
          <IntakeError intake={intake} />
          <DocumentList dossier={dossier} />
        </div>
      </div>
    </StepFrame>
  );
}

/** One picture before it is saved: which paper it is, and the edges to cut at. */
function CropTable({
  intake,
  kind,
  onKind,
}: {
  intake: DocumentIntake;
  kind: DocumentKind;
  onKind: (kind: DocumentKind) => void;
}) {
  const t = useT();
  const { picture } = intake;
  // Every picture begins whole.
  const [cropped, setCropped] = useState({ picture, crop: WHOLE_PICTURE });
  if (!picture) return null;
  const crop = cropped.picture === picture ? cropped.crop : WHOLE_PICTURE;
  const setCrop = (next: CropEdges): void => setCropped({ picture, crop: next });
  return (
    <PageFrame
      title={t('documents.crop')}
      lead={t('documents.crop-lead')}
      aside={<KindSelect kind={kind} onKind={onKind} />}
      wide
      actions={
        <ActionBar
          back={{ label: t('documents.discard'), hotkey: 'close', onAct: intake.discard }}
          primary={{
            label: t('documents.save'),
            pending: intake.pending,
            onAct: () => intake.save(crop),
          }}
        />
      }
    >
      <IntakeError intake={intake} />
      <CropEditor
        bytes={picture.bytes}
        crop={crop}
        onCrop={setCrop}
        // The station tells why a picture that the page cannot show cannot be kept.
        onUnreadable={() => intake.save(WHOLE_PICTURE)}
      />
    </PageFrame>
  );
}

function KindSelect({
  kind,
  onKind,
}: {
  kind: DocumentKind;
  onKind: (kind: DocumentKind) => void;
}) {
  const t = useT();
  return (
    <NativeSelect
      className={classes.kind}
      size="md"
      label={t('documents.kind')}
      value={kind}
      onChange={(event) => {
        const chosen = DOCUMENT_KINDS.find((one) => one === event.currentTarget.value);
        if (chosen) onKind(chosen);
      }}
      data={DOCUMENT_KINDS.map((one) => ({ value: one, label: t(`document-kind.${one}`) }))}
    />
  );
}

function IntakeError({ intake }: { intake: DocumentIntake }) {
  const t = useT();
  if (!intake.error) return null;
  const { error, errorFile } = intake;
  return (
    <div className={classes.error} data-error-code={error.code}>
      <Notice tone="bad" {...(errorFile !== '' && { title: errorFile })}>
        <p>{errorSentence(t, error)}</p>
      </Notice>
    </div>
  );
}
