import { create } from 'qrcode';
import { useMemo } from 'react';
import classes from './slip-preview.module.css';

/** A QR code (ISO/IEC 18004, error correction M) as one vector path, with its quiet zone of four modules. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { path, side } = useMemo(() => qrPath(text), [text]);
  return (
    <svg
      className={classes.qr}
      viewBox={`-4 -4 ${side + 8} ${side + 8}`}
      role="img"
      aria-label={label}
    >
      <rect x="-4" y="-4" width={side + 8} height={side + 8} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}

function qrPath(text: string): { path: string; side: number } {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const dark = Array.from({ length: modules.size ** 2 }, (_, index) => index).filter(
    (index) => modules.data[index] === 1,
  );
  const path = dark
    .map((index) => `M${index % modules.size} ${Math.floor(index / modules.size)}h1v1h-1z`)
    .join('');
  return { path, side: modules.size };
}
