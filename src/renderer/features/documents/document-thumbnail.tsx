import { IconFileTypePdf } from '@tabler/icons-react';
import type { DossierView } from '../../../contract/views.ts';
import { useT } from '../../i18n/i18n.tsx';
import { useStationQuery } from '../../station/hooks.ts';
import { useBlobUrl } from '../fingerprints/capture-image.tsx';
import classes from './document-thumbnail.module.css';

export type DocumentView = DossierView['documents'][number];

/** A paper in small: its picture, or a sign with the number of pages. */
export function DocumentThumbnail({ document }: { document: DocumentView }) {
  const t = useT();
  if (document.mediaType === 'application/pdf') {
    return (
      <span className={classes.thumbnail}>
        <IconFileTypePdf size={52} stroke={1.4} aria-hidden="true" />
        <span>{t('documents.pages', { pages: document.pages })}</span>
      </span>
    );
  }
  return <PictureThumbnail key={document.documentId} document={document} />;
}

function PictureThumbnail({ document }: { document: DocumentView }) {
  const t = useT();
  const { data } = useStationQuery('document.get', { documentId: document.documentId });
  const url = useBlobUrl(data?.bytes, data?.mediaType);
  const name = t(`document-kind.${document.kind}`);
  return (
    <span className={classes.thumbnail}>
      {url !== undefined && <img className={classes.picture} src={url} alt={name} />}
    </span>
  );
}
