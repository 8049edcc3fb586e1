import type { KeyboardEvent, PointerEvent } from 'react';
import { useRef } from 'react';
import { useT } from '../../i18n/i18n.tsx';
import { useBlobUrl } from '../fingerprints/capture-image.tsx';
import type { CropEdges, Edge } from './crop-edges.ts';
import { EDGES, edgeRange, moveEdge } from './crop-edges.ts';
import classes from './crop-editor.module.css';

/** Steps of the arrow keys, and with Shift. */
const STEP = 0.01;
const LARGE_STEP = 0.05;

/** A picture with four edges to drag, or to move with the arrow keys, around the part to keep. */
export function CropEditor({
  bytes,
  crop,
  onCrop,
  onUnreadable,
}: {
  bytes: Uint8Array;
  crop: CropEdges;
  onCrop: (crop: CropEdges) => void;
  /** The page cannot show the picture. */
  onUnreadable: () => void;
}) {
  const t = useT();
  const stage = useRef<HTMLDivElement>(null);
  const url = useBlobUrl(bytes, undefined);
  return (
    <div className={classes.room}>
      <div className={classes.stage} ref={stage}>
        {url !== undefined && (
          <img
            className={classes.picture}
            src={url}
            alt={t('documents.crop-picture')}
            draggable={false}
            onError={onUnreadable}
          />
        )}
        <Shade crop={crop} />
        {EDGES.map((edge) => (
          <EdgeHandle key={edge} edge={edge} crop={crop} onCrop={onCrop} stage={stage} />
        ))}
      </div>
    </div>
  );
}

/** Dims what will be cut off. */
function Shade({ crop }: { crop: CropEdges }) {
  const { left, top, right, bottom } = crop;
  const kept = `M${left} ${top}H${right}V${bottom}H${left}Z`;
  return (
    <svg className={classes.shade} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
      <path className={classes.cut} fillRule="evenodd" d={`M0 0H1V1H0Z ${kept}`} />
      <path className={classes.frame} d={kept} />
    </svg>
  );
}

function EdgeHandle({
  edge,
  crop,
  onCrop,
  stage,
}: {
  edge: Edge;
  crop: CropEdges;
  onCrop: (crop: CropEdges) => void;
  stage: React.RefObject<HTMLDivElement | null>;
}) {
  const t = useT();
  const upright = edge === 'left' || edge === 'right';
  const { least, most } = edgeRange(crop, edge);
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !stage.current) return;
    const box = stage.current.getBoundingClientRect();
    const to = upright
      ? (event.clientX - box.left) / box.width
      : (event.clientY - box.top) / box.height;
    onCrop(moveEdge(crop, edge, to));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = keyTarget(event, crop[edge], least, most);
    if (to === undefined) return;
    event.preventDefault();
    onCrop(moveEdge(crop, edge, to));
  };
  return (
    <div
      className={classes.handle}
      data-edge={edge}
      role="slider"
      tabIndex={0}
      aria-label={t(`documents.edge-${edge}`)}
      aria-orientation={upright ? 'horizontal' : 'vertical'}
      aria-valuemin={Math.round(least * 100)}
      aria-valuemax={Math.round(most * 100)}
      aria-valuenow={Math.round(crop[edge] * 100)}
      // Set as a property by React, which the content security policy allows; no style attribute.
      style={handlePlace(crop, edge)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  );
}

function keyTarget(
  { key, shiftKey, ctrlKey, altKey }: KeyboardEvent,
  now: number,
  least: number,
  most: number,
): number | undefined {
  if (ctrlKey || altKey) return undefined;
  const step = shiftKey ? LARGE_STEP : STEP;
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return now + step;
    case 'ArrowLeft':
    case 'ArrowUp':
      return now - step;
    case 'Home':
      return least;
    case 'End':
      return most;
    default:
      return undefined;
  }
}

function handlePlace(crop: CropEdges, edge: Edge): { left: string; top: string } {
  const percent = (share: number): string => `${share * 100}%`;
  return edge === 'left' || edge === 'right'
    ? { left: percent(crop[edge]), top: percent((crop.top + crop.bottom) / 2) }
    : { left: percent((crop.left + crop.right) / 2), top: percent(crop[edge]) };
}
