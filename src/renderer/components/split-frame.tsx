import type { ReactNode } from 'react';
import classes from './split-frame.module.css';

/** One screen of two halves: what there is at the left, the chosen one at the right. Each scrolls by itself. */
export function SplitFrame({
  title,
  aside,
  children,
  detail,
  detailLabel,
}: {
  title: string;
  /** At the right of the heading. */
  aside?: ReactNode;
  children: ReactNode;
  detail: ReactNode;
  detailLabel: string;
}) {
  return (
    <section className={classes.frame} aria-labelledby="page-title">
      <div className={classes.list}>
        <div className={classes.head}>
          <h1 className={classes.title} id="page-title">
            {title}
          </h1>
          {aside}
        </div>
        <div className={classes.scroll}>{children}</div>
      </div>
      <div className={classes.detail} tabIndex={0} role="group" aria-label={detailLabel}>
        {detail}
      </div>
    </section>
  );
}
