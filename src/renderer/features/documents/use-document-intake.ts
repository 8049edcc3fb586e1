import { useState } from 'react';
import type { StationError } from '../../../contract/errors.ts';
import type { DocumentKind } from '../../../domain/document-kind.ts';
import { useCall } from '../../station/hooks.ts';
import type { CropEdges } from './crop-edges.ts';
import { cropPart, WHOLE_PICTURE } from './crop-edges.ts';
import { fileKind, LARGEST_READ_BYTES, LIMIT_MEGABYTES } from './file-kind.ts';

/** A picture that waits to be cropped. */
export interface Picture {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface DocumentIntake {
  /** The picture on the cropping table, or null. */
  readonly picture: Picture | null;
  readonly error: StationError | null;
  /** Name of the file that the error is about. */
  readonly errorFile: string;
  readonly pending: boolean;
  readonly addFiles: (files: readonly File[]) => void;
  readonly addPicture: (bytes: Uint8Array<ArrayBuffer>) => void;
  /** Saves the picture on the table. */
  readonly save: (crop: CropEdges) => void;
  readonly discard: () => void;
}

/**
 * Files on their way into the dossier, one after the other: pictures stop at the cropping table, all
 * else goes to the station as it is, which says in words what it cannot take.
 */
export function useDocumentIntake(dossierId: string, kind: DocumentKind): DocumentIntake {
  const [queue, setQueue] = useState<readonly Picture[]>([]);
  const [refused, setRefused] = useState<{ file: string; error: StationError } | null>(null);
  const { call, pending } = useCall('document.add');

  const send = async (
    bytes: Uint8Array,
    crop: CropEdges,
    file: string,
  ): Promise<StationError | null> => {
    const answer = await call({ dossierId, kind, bytes, crop: cropPart(crop) });
    const error = answer.ok ? null : answer.error;
    setRefused(error && { file, error });
    return error;
  };
  const addFile = async (file: File): Promise<boolean> => {
    if (file.size > LARGEST_READ_BYTES) {
      const detail = { limitMegabytes: LIMIT_MEGABYTES };
      setRefused({ file: file.name, error: { code: 'document-too-large', detail } });
      return false;
    }
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (fileKind(bytes) !== 'image') return (await send(bytes, WHOLE_PICTURE, file.name)) === null;
    setQueue((waiting) => [...waiting, { bytes }]);
    return true;
  };
  const next = (): void => setQueue((waiting) => waiting.slice(1));
  const savePicture = async (bytes: Uint8Array, crop: CropEdges): Promise<void> => {
    const error = await send(bytes, crop, '');
    // Only a picture that is itself refused is given up; one that found the disk full stays.
    if (error === null || error.code.startsWith('document-')) next();
  };
  const [picture = null] = queue;
  return {
    picture,
    error: refused?.error ?? null,
    errorFile: refused?.file ?? '',
    pending,
    addFiles: (files) => {
      setRefused(null);
      void inTurn(files, addFile);
    },
    addPicture: (bytes) => {
      setRefused(null);
      setQueue((waiting) => [...waiting, { bytes }]);
    },
    save: (crop) => {
      if (picture && !pending) void savePicture(picture.bytes, crop);
    },
    discard: next,
  };
}

/** One after the other; the first that is refused stops the rest, so that its sentence stays. */
async function inTurn(
  files: readonly File[],
  add: (file: File) => Promise<boolean>,
): Promise<void> {
  for (const file of files) if (!(await add(file))) return;
}
