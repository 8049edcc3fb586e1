import { Button } from '@mantine/core';
import { IconFiles, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { DossierView } from '../../../contract/views.ts';
import { DOCUMENT_KINDS } from '../../../domain/document-kind.ts';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useFormats, useT } from '../../i18n/i18n.tsx';
import { useCall } from '../../station/hooks.ts';
import type { DocumentView } from './document-thumbnail.tsx';
import { DocumentThumbnail } from './document-thumbnail.tsx';
import classes from './document-list.module.css';

/** The papers of a dossier by kind; each can be removed, after a second press. */
export function DocumentList({ dossier }: { dossier: DossierView }) {
  const t = useT();
  const { call, pending, error } = useCall('document.remove');
  if (dossier.documents.length === 0) {
    return (
      <div className={classes.empty}>
        <IconFiles size={56} stroke={1.2} aria-hidden="true" />
        <p>{t('documents.none-yet')}</p>
      </div>
    );
  }
  return (
    <>
      <ErrorNotice error={error} />
      {DOCUMENT_KINDS.map((kind) => {
        const papers = dossier.documents.filter((document) => document.kind === kind);
        if (papers.length === 0) return null;
        return (
          <section key={kind} aria-label={t(`document-kind.${kind}`)}>
            <h2 className={classes.kind}>{t(`document-kind.${kind}`)}</h2>
            <ul className={classes.papers}>
              {papers.map((document) => (
                <Paper
                  key={document.documentId}
                  document={document}
                  pending={pending}
                  onRemove={() =>
                    void call({ dossierId: dossier.dossierId, documentId: document.documentId })
                  }
                />
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}

function Paper({
  document,
  pending,
  onRemove,
}: {
  document: DocumentView;
  pending: boolean;
  onRemove: () => void;
}) {
  const t = useT();
  const formats = useFormats();
  const [asked, setAsked] = useState(false);
  return (
    <li className={classes.paper}>
      <DocumentThumbnail document={document} />
      <div className={classes.foot}>
        <span className={classes.size}>{formats.size(document.sizeBytes)}</span>
        {asked ? (
          <Button
            color="red"
            variant="outline"
            size="sm"
            disabled={pending}
            onClick={onRemove}
            onBlur={() => setAsked(false)}
            autoFocus
          >
            {t('documents.remove-sure')}
          </Button>
        ) : (
          <Button
            variant="default"
            size="sm"
            leftSection={<IconTrash size={16} aria-hidden="true" />}
            onClick={() => setAsked(true)}
          >
            {t('documents.remove')}
          </Button>
        )}
      </div>
    </li>
  );
}
