import { useT } from '../../i18n/i18n.tsx';
import classes from './roll-guide.module.css';

/** Where a finger lies on the glass, seen from its tip, while it is rolled: nail to nail in one movement. */
const TURNS = [
  { x: 34, degrees: -78 },
  { x: 110, degrees: 0 },
  { x: 186, degrees: 78 },
] as const;

/** How a finger is rolled, in words and as a picture. */
export function RollGuide() {
  const t = useT();
  return (
    <figure className={classes.guide}>
      <svg className={classes.picture} viewBox="0 0 220 76" aria-hidden="true">
        <path className={classes.glass} d="M6 62 L214 62 L214 70 L6 70 Z" />
        {TURNS.map(({ x, degrees }) => (
          <g key={x} transform={`translate(${x} 41)`}>
            <g transform={`rotate(${degrees})`}>
              <ellipse className={classes.finger} rx="21" ry="20.5" />
              <path className={classes.nail} d="M-13 -16 C-8 -22.5 8 -22.5 13 -16" />
            </g>
          </g>
        ))}
        <path
          className={classes.arrow}
          d="M62 18 C72 10 76 10 84 16 M84 16 l-8 0.5 M84 16 l-1.5 -8"
        />
        <path
          className={classes.arrow}
          d="M138 18 C148 10 152 10 160 16 M160 16 l-8 0.5 M160 16 l-1.5 -8"
        />
      </svg>
      <figcaption className={classes.words}>{t('fingerprints.roll-guide')}</figcaption>
    </figure>
  );
}
