import { useEffect, useRef } from 'react';
import { grayToRgba } from './gray-to-rgba.ts';

export interface GrowingPicture {
  /** 8-bit grey, row after row, as far as it has come. */
  readonly pixels: Uint8Array | null;
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly rowsDone: number;
}

/** A picture that comes row by row; the rows that have not come are white. */
export function GrowingPrint({
  picture,
  label,
  className,
}: {
  picture: GrowingPicture;
  label: string;
  className: string | undefined;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { pixels, widthPixels, heightPixels, rowsDone } = picture;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !pixels || widthPixels === 0) return;
    const rows = Math.min(rowsDone, heightPixels, Math.floor(pixels.length / widthPixels));
    if (rows === 0) return;
    const rgba = grayToRgba(pixels, widthPixels * rows);
    context.putImageData(new ImageData(rgba, widthPixels, rows), 0, 0);
  }, [pixels, widthPixels, heightPixels, rowsDone]);
  return (
    <canvas
      ref={canvas}
      className={className}
      width={widthPixels}
      height={heightPixels}
      role="img"
      aria-label={label}
    />
  );
}
