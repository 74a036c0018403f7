import type { ReactNode } from 'react';
import classes from './empty-state.module.css';

/** "Nothing here", which is an answer and no fault: what is absent, and the likely next step. */
export function EmptyState({
  title,
  hint,
  children,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className={classes.empty}>
      <p className={classes.title}>{title}</p>
      {hint ? <p className={classes.hint}>{hint}</p> : null}
      {children}
    </div>
  );
}
