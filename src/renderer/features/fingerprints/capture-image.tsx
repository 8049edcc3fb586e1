import { useEffect, useState } from 'react';
import { useStationQuery } from '../../station/hooks.ts';

/** A kept sample as a picture; a quiet box of the same size until it is there. */
export function CaptureImage(props: CaptureImageProps) {
  // A query shows what it had while it asks: never one finger's print under another's name.
  return <KeptImage key={props.captureId} {...props} />;
}

interface CaptureImageProps {
  readonly captureId: string;
  readonly alt: string;
  readonly className?: string | undefined;
}

function KeptImage({ captureId, alt, className }: CaptureImageProps) {
  const { data } = useStationQuery('capture.image', { captureId });
  const url = useBlobUrl(data?.bytes, data?.mediaType);
  if (url === undefined) return <span className={className} role="img" aria-label={alt} />;
  return <img className={className} src={url} alt={alt} draggable={false} />;
}

/** An address for bytes that lasts as long as the component shows them. */
export function useBlobUrl(
  bytes: Uint8Array | undefined,
  mediaType: string | undefined,
): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!bytes) return undefined;
    const made = URL.createObjectURL(
      // The copy tells the compiler that no shared memory lies under the bytes.
      new Blob([new Uint8Array(bytes)], mediaType === undefined ? {} : { type: mediaType }),
    );
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
      setUrl(undefined);
    };
  }, [bytes, mediaType]);
  return url;
}
