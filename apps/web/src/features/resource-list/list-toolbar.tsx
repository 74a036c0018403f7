import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterBox } from '../../ui/filter-box.tsx';
import { safeText } from '../../ui/safe-text.ts';
import classes from './list-toolbar.module.css';

export interface ListToolbarProps {
  readonly title: string;
  /** beside the title */
  readonly star: ReactNode;
  /** null: all; undefined: a cluster-wide kind */
  readonly namespaces: readonly string[] | null | undefined;
  readonly filter: string;
  readonly onFilter: (text: string) => void;
  /** how much of it is shown */
  readonly count: string;
  /** false: there is nothing to filter, nor will there be */
  readonly hasTools: boolean;
  /** selectors and status buckets */
  readonly query: ReactNode;
  /** columns, export, help */
  readonly view: ReactNode;
  readonly chip: ReactNode;
  /** a line about what is not as the title says */
  readonly notice: ReactNode;
}

/** What the list shows, how much of it, and what narrows it. */
export function ListToolbar(props: ListToolbarProps) {
  const { title, star, namespaces, filter, onFilter, count, hasTools, query, view, chip, notice } = props;
  const { t } = useTranslation('list');
  return (
    <header className={classes.bar}>
      <div className={classes.heading}>
        <h1 className={classes.title}>{safeText(title)}</h1>
        {star}
        {namespaces === undefined ? null : (
          <span className={classes.where}>
            {namespaces === null ? t('allNamespaces') : t('in', { namespaces: safeText(namespaces.join(', ')) })}
          </span>
        )}
        <span className={classes.chip}>{chip}</span>
        {hasTools ? <div className={classes.view}>{view}</div> : null}
      </div>
      {hasTools ? (
        <div className={classes.tools}>
          <FilterBox title={title} filter={filter} onFilter={onFilter} />
          <span className={classes.count}>{count}</span>
          {query}
        </div>
      ) : null}
      {notice === undefined ? null : (
        <p className={classes.notice} role="status">
          {notice}
        </p>
      )}
    </header>
  );
}
