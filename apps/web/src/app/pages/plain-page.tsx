import { type ReactNode, useEffect } from 'react';
import { safeText } from '../../ui/safe-text.ts';
import classes from './pages.module.css';

/** A page of words: what is not there, and what to do. */
export function PlainPage({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} – Quarterdeck`;
  }, [title]);
  return (
    <div className={classes.plain}>
      <h1>{safeText(title)}</h1>
      {children}
    </div>
  );
}
