import { useEffect, useRef } from 'react';

/** The moving picture of a camera. */
export function LiveVideo({
  stream,
  label,
  className,
}: {
  stream: MediaStream;
  label: string;
  className?: string | undefined;
}) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const shown = video.current;
    if (!shown) return undefined;
    shown.srcObject = stream;
    return () => {
      shown.srcObject = null;
    };
  }, [stream]);
  return <video ref={video} className={className} aria-label={label} autoPlay muted playsInline />;
}
