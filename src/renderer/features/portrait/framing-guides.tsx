import classes from './framing-guides.module.css';

/**
 * Where head, eyes and shoulders belong in a 3×4 portrait, on a box of 300 × 400: head about 60 % of
 * the height, eyes a little above the middle, in the middle of the width.
 */
export function FramingGuides() {
  return (
    <svg className={classes.guides} viewBox="0 0 300 400" aria-hidden="true">
      <path
        className={classes.shade}
        fillRule="evenodd"
        d="M0 0H300V400H0Z M150 52C213 52 232 104 232 168C232 232 200 290 150 290C100 290 68 232 68 168C68 104 87 52 150 52Z"
      />
      <path
        className={classes.line}
        d="M150 52C213 52 232 104 232 168C232 232 200 290 150 290C100 290 68 232 68 168C68 104 87 52 150 52Z"
      />
      <path
        className={classes.line}
        d="M8 400C14 344 62 322 112 310 M292 400C286 344 238 322 188 310"
      />
      <path className={classes.eyes} d="M40 172H260" />
      <path className={classes.eyes} d="M150 20V44 M150 298V320" />
    </svg>
  );
}
