import { useEffect, useMemo, useRef } from 'react';
import type { Words } from '../use-words.ts';
import { createDiff } from './create-diff.ts';
import classes from './diff-view.module.css';
import { useIsWide } from './use-is-wide.ts';

export interface DiffViewProps {
  readonly before: string;
  readonly after: string;
  /** i18n keys of what the two are, in namespace "writes" */
  readonly heads?: readonly [before: string, after: string];
  readonly t: Words;
}

const HEADS = ['review.live', 'review.result'] as const;

/** Two texts and what differs; side by side where there is room. */
export function DiffView({ before, after, heads: [beforeHead, afterHead] = HEADS, t }: DiffViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const sideBySide = useIsWide();
  const words = useMemo(
    () => ({
      before: t(beforeHead),
      after: t(afterHead),
      phrases: { '$ unchanged lines': t('review.unchangedLines') },
    }),
    [t, beforeHead, afterHead],
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
