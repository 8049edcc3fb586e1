import type { KeyboardEvent, ReactNode } from 'react';
import { useId } from 'react';
import type { CaptureStepView } from '../../../contract/views.ts';
import type { FingerPosition } from '../../../domain/finger-position.ts';
import { useT } from '../../i18n/i18n.tsx';
import type { FingerShape, HandShape } from './hand-shape.ts';
import { fingerBeside, FINGERS_LEFT_TO_RIGHT, handShape, HANDS_VIEW } from './hand-shape.ts';
import classes from './hand-picture.module.css';

const HANDS = [handShape('left'), handShape('right')];

export type FingerState = CaptureStepView['state'];

/**
 * The two hands. Every finger shows its state by a sign, a pattern and a colour; those that are taken together are
 * lit, with a moving outline while they are. One key stop: the arrow keys choose a finger.
 */
export function HandPicture({
  steps,
  selected,
  lit,
  active,
  onSelect,
  onKey,
  focusRef,
}: {
  /** Of one impression. */
  steps: readonly CaptureStepView[];
  selected: FingerPosition;
  /** The fingers that lie, or shall lie, on the scanner together. */
  lit: readonly FingerPosition[];
  /** They are being taken now. */
  active: boolean;
  onSelect: (position: FingerPosition) => void;
  /** A plain key pressed while the picture has the focus; true when it was used. */
  onKey: (key: string) => boolean;
  focusRef: React.Ref<SVGSVGElement>;
}) {
  const t = useT();
  const id = useId();
  const stateOf = (position: FingerPosition): FingerState =>
    steps.find((step) => step.position === position)?.state ?? 'open';
  const choice = FINGERS_LEFT_TO_RIGHT.filter((position) =>
    steps.some((step) => step.position === position),
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const target = keyTarget(event.key, selected, choice);
    if (target) onSelect(target);
    if (target || onKey(event.key)) event.preventDefault();
  };
  return (
    <svg
      ref={focusRef}
      className={classes.picture}
      viewBox={`0 0 ${HANDS_VIEW.width} ${HANDS_VIEW.height}`}
      role="listbox"
      aria-label={t('fingerprints.hands')}
      aria-orientation="horizontal"
      aria-activedescendant={`${id}-${selected}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <Hatching id={`${id}-hatching`} />
      {HANDS.map((hand) => (
        <HandDrawing key={hand.hand} hand={hand} />
      ))}
      {HANDS.flatMap((hand) => hand.fingers).map((shape) => (
        <g
          key={shape.position}
          id={`${id}-${shape.position}`}
          role="option"
          aria-selected={shape.position === selected}
          aria-label={fingerLabel(
            t(`finger.${shape.position}`),
            t(`capture-state.${stateOf(shape.position)}`),
          )}
          className={classes.finger}
          data-state={stateOf(shape.position)}
          data-lit={lit.includes(shape.position) || undefined}
          data-active={(active && lit.includes(shape.position)) || undefined}
          data-selected={shape.position === selected || undefined}
          data-position={shape.position}
          onClick={() => onSelect(shape.position)}
        >
          <FingerDrawing
            shape={shape}
            state={stateOf(shape.position)}
            hatching={`url(#${id}-hatching)`}
          />
        </g>
      ))}
      {HANDS.map((hand) => (
        <Palm key={hand.hand} hand={hand} />
      ))}
    </svg>
  );
}

function fingerLabel(finger: string, state: string): string {
  return `${finger}: ${state}`;
}

function keyTarget(
  key: string,
  selected: FingerPosition,
  choice: readonly FingerPosition[],
): FingerPosition | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return fingerBeside(selected, 1, choice);
    case 'ArrowLeft':
    case 'ArrowUp':
      return fingerBeside(selected, -1, choice);
    case 'Home':
      return choice[0];
    case 'End':
      return choice.at(-1);
    default:
      return undefined;
  }
}

function Hatching({ id }: { id: string }) {
  return (
    <defs>
      <pattern
        id={id}
        width="7"
        height="7"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="7" height="7" className={classes.hatchGround} />
        <rect width="2.4" height="7" className={classes.hatchLine} />
      </pattern>
    </defs>
  );
}

/** The silhouette first as an outline, then filled: the parts grow together. */
function HandDrawing({ hand }: { hand: HandShape }) {
  const parts = [hand.palm, ...hand.fingers.map((finger) => finger.outline)];
  return (
    <g aria-hidden="true">
      <g className={classes.silhouetteLine}>
        {parts.map((path) => (
          <path key={path} d={path} />
        ))}
      </g>
      <g className={classes.silhouette}>
        {parts.map((path) => (
          <path key={path} d={path} />
        ))}
      </g>
    </g>
  );
}

/** The palm over the feet of the fingers, and whose hand it is. */
function Palm({ hand }: { hand: HandShape }) {
  const t = useT();
  return (
    <g aria-hidden="true" className={classes.palm}>
      <path d={hand.palm} />
      <text className={classes.handName} x={hand.label.x} y={hand.label.y}>
        {t(`fingerprints.hand-${hand.hand}`)}
      </text>
    </g>
  );
}

function FingerDrawing({
  shape,
  state,
  hatching,
}: {
  shape: FingerShape;
  state: FingerState;
  hatching: string;
}) {
  return (
    <g aria-hidden="true">
      <path className={classes.halo} d={shape.edge} />
      <path
        className={classes.fingerBody}
        d={shape.outline}
        {...(state === 'missing' && { fill: hatching })}
      />
      <path className={classes.nail} d={shape.nail} />
      <g transform={`translate(${shape.mark.x.toFixed(1)} ${shape.mark.y.toFixed(1)})`}>
        <StateSign state={state} />
      </g>
    </g>
  );
}

/** Tick, exclamation mark or cross; an empty ring while the finger is open. */
function StateSign({ state }: { state: FingerState }): ReactNode {
  switch (state) {
    case 'open':
      return <circle className={classes.openRing} r="6" />;
    case 'done':
      return (
        <>
          <circle className={classes.signGround} r="11.5" />
          <path className={classes.sign} d="M-5.5 0.5 L-1.5 4.5 L6 -4" />
        </>
      );
    case 'weak':
      return (
        <>
          <path className={classes.signGround} d="M0 -14 L13 9.5 L-13 9.5 Z" />
          <path className={classes.sign} d="M0 -6 L0 2 M0 5.9 L0 6.1" />
        </>
      );
    case 'missing':
      return (
        <>
          <rect className={classes.signGround} x="-11" y="-11" width="22" height="22" rx="4" />
          <path className={classes.sign} d="M-5 -5 L5 5 M5 -5 L-5 5" />
        </>
      );
  }
}
