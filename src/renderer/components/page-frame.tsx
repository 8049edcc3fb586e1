import type { ReactNode } from 'react';
import classes from './page-frame.module.css';

/**
 * One screen: a heading, content that scrolls by itself, and an action bar that stays in view. Steps of
 * a dossier and the homes of the roles are made with it.
 */
export function PageFrame({
  title,
  lead,
  aside,
  actions,
  children,
  wide = false,
}: {
  title: string;
  /** One sentence under the heading. */
  lead?: ReactNode;
  /** At the right of the heading. */
  aside?: ReactNode;
  /** An `ActionBar`. */
  actions?: ReactNode;
  children: ReactNode;
  /** Uses the whole width, for tables and live pictures. */
  wide?: boolean;
}) {
  return (
    <section className={classes.frame} aria-labelledby="page-title">
      <div className={classes.scroll} tabIndex={-1}>
        <div className={classes.column} data-wide={wide || undefined}>
          <div className={classes.head}>
            <div>
              <h1 className={classes.title} id="page-title">
                {title}
              </h1>
              {lead !== undefined && <p className={classes.lead}>{lead}</p>}
            </div>
            {aside}
          </div>
          {children}
        </div>
      </div>
      {actions}
    </section>
  );
}
