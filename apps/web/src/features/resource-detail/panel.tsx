import { type ReactNode, useId } from 'react';
import classes from './detail-page.module.css';
import { PanelBoundary } from './panel-boundary.tsx';

interface PanelProps {
  readonly title: string;
  /** names the section in the address of the page */
  readonly id?: string;
  /** beside the title */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** A titled part of the page with an anchor; what breaks in it stays in it. */
export function Panel({ title, id, tools, children }: PanelProps) {
  const heading = useId();
  return (
    // it takes the focus when somebody jumps to it
    <section className={classes.panel} aria-labelledby={heading} id={id} tabIndex={-1}>
      <div className={classes.head}>
        <h2 id={heading} className={classes.title}>
          {title}
        </h2>
        {tools}
      </div>
      <PanelBoundary>{children}</PanelBoundary>
    </section>
  );
}
