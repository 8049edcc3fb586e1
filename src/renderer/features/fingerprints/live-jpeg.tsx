import { useEffect, useRef } from 'react';

/** Picture after picture of a stream, without a gap between two; one that is damaged is passed over. */
export function LiveJpeg({
  jpeg,
  label,
  className,
}: {
  jpeg: Uint8Array;
  label: string;
  className?: string | undefined;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const given = useRef(0);
  const shown = useRef(0);
  useEffect(() => {
    given.current += 1;
    const number = given.current;
    // The copy tells the compiler that no shared memory lies under the bytes.
    const file = new Blob([new Uint8Array(jpeg)], { type: 'image/jpeg' });
    createImageBitmap(file).then(
      (picture) => {
        // Pictures may be decoded out of turn: an older one never takes the place of a newer.
        if (number > shown.current && canvas.current) draw(canvas.current, picture);
        shown.current = Math.max(shown.current, number);
        picture.close();
      },
      // The next one is a few hundredths of a second away.
      () => undefined,
    );
  }, [jpeg]);
  return <canvas ref={canvas} className={className} role="img" aria-label={label} />;
}

function draw(canvas: HTMLCanvasElement, picture: ImageBitmap): void {
  if (canvas.width !== picture.width) canvas.width = picture.width;
  if (canvas.height !== picture.height) canvas.height = picture.height;
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
}
