import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveStatus } from '../live/live-status.ts';
import { FreshnessChip } from './freshness-chip.tsx';
import classes from './live-head.module.css';
import { safeText } from './safe-text.ts';

export interface LiveHeadProps {
  readonly title: string;
  /** null: all */
  readonly namespaces: readonly string[] | null;
  readonly status: LiveStatus;
  /** beside the title: the star */
  readonly beside?: ReactNode;
  /** what narrows the rows; none where there is nothing to narrow */
  readonly tools?: ReactNode;
  /** one line about what is not as the title says */
  readonly notice?: ReactNode;
}

/** The head of a live page of its own: title, where, how fresh, and its tools. */
export function LiveHead({ title, namespaces, status, beside, tools, notice }: LiveHeadProps) {
  const { t } = useTranslation('list');
  return (
    <header className={classes.bar}>
      <div className={classes.heading}>
        <h1 className={classes.title}>{title}</h1>
        {beside}
        <span className={classes.where}>
          {namespaces === null ? t('allNamespaces') : t('in', { namespaces: safeText(namespaces.join(', ')) })}
        </span>
        <span className={classes.chip}>
          <FreshnessChip status={status} />
        </span>
      </div>
      {tools === undefined ? null : <div className={classes.tools}>{tools}</div>}
      {notice === undefined ? null : (
        <p className={classes.notice} role="status">
          {notice}
        </p>
      )}
    </header>
  );
}
