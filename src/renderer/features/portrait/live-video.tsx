import { useEffect } from 'react';

/** The moving picture of a camera. */
export function LiveVideo({
  stream,
  label,
  className,
  videoRef,
  onSize,
}: {
  stream: MediaStream;
  label: string;
  className?: string | undefined;
  videoRef: React.RefObject<HTMLVideoElement | null>;
  /** Called when the camera's own size is known, in pixels. */
  onSize?: (width: number, height: number) => void;
}) {
  useEffect(() => {
    const video = videoRef.current;
    if (!video) return undefined;
    video.srcObject = stream;
    return () => {
      video.srcObject = null;
    };
  }, [stream, videoRef]);
  return (
    <video
      ref={videoRef}
      className={className}
      aria-label={label}
      autoPlay
      muted
      playsInline
      onLoadedMetadata={({ currentTarget }) =>
        onSize?.(currentTarget.videoWidth, currentTarget.videoHeight)
      }
    />
  );
}
