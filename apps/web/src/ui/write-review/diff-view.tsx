import { useEffect, useMemo, useRef } from 'react';
import type { Words } from '../use-words.ts';
import { createDiff } from './create-diff.ts';
import classes from './diff-view.module.css';
import { useIsWide } from './use-is-wide.ts';

export interface DiffViewProps {
  readonly before: string;
  readonly after: string;
  /** what the two are, where they are not the cluster's state and a write's result */
  readonly labels?: { readonly before: string; readonly after: string };
  /** it stands in a narrow place of a wide window */
  readonly narrow?: boolean;
  readonly t: Words;
}

/** Two texts and what differs; side by side where there is room. */
export function DiffView({ before, after, labels, narrow = false, t }: DiffViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const sideBySide = useIsWide() && !narrow;
  const words = useMemo(
    () => ({
      before: labels?.before ?? t('review.live'),
      after: labels?.after ?? t('review.result'),
      phrases: { '$ unchanged lines': t('review.unchangedLines') },
    }),
    [t, labels?.before, labels?.after],
  );
  useEffect(() => {
    if (host.current === null) return;
    const made = createDiff(host.current, { before, after }, words, sideBySide);
    return () => made.destroy();
  }, [before, after, words, sideBySide]);
  return (
    <div className={classes.frame}>
      {sideBySide ? (
        <div className={classes.heads} aria-hidden="true">
          <span>{words.before}</span>
          <span>{words.after}</span>
        </div>
      ) : null}
      <div ref={host} className={classes.diff} data-testid="write-diff" />
    </div>
  );
}
