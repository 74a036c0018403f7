import { type ReactNode, useId } from 'react';
import classes from './detail-page.module.css';
import { PanelBoundary } from './panel-boundary.tsx';

/** A titled part of the page with an anchor; what breaks in it stays in it. */
export function Panel({
  title,
  id,
  children,
}: {
  readonly title: string;
  readonly id?: string;
  readonly children: ReactNode;
}) {
  const heading = useId();
  return (
    <section className={classes.panel} aria-labelledby={heading} id={id}>
      <h2 id={heading} className={classes.title}>
        {title}
      </h2>
      <PanelBoundary>{children}</PanelBoundary>
    </section>
  );
}
