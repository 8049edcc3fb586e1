import classes from './quality-bar.module.css';

/** Quality 0–100 as a bar with the mark that must be reached. */
export function QualityBar({
  quality,
  threshold,
  label,
}: {
  quality: number | null;
  threshold: number;
  label: string;
}) {
  return (
    <svg
      className={classes.bar}
      data-good={quality === null ? undefined : quality >= threshold}
      viewBox="0 0 200 16"
      preserveAspectRatio="none"
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={quality ?? 0}
    >
      <rect className={classes.ground} width="200" height="16" />
      <rect className={classes.fill} width={(quality ?? 0) * 2} height="16" />
      <rect className={classes.mark} x={threshold * 2 - 1} width="2" height="16" />
    </svg>
  );
}
