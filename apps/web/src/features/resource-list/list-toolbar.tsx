import { Button } from '@mantine/core';
import { Columns3 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListSearch } from '../../api/list-search.ts';
import { FilterBox } from '../../ui/filter-box.tsx';
import { safeText } from '../../ui/safe-text.ts';
import classes from './list-toolbar.module.css';

export interface ListToolbarProps {
  readonly title: string;
  /** null: all; undefined: a cluster-wide kind */
  readonly namespaces: readonly string[] | null | undefined;
  readonly filter: string;
  readonly onFilter: (text: string) => void;
  readonly shown: number;
  readonly total: number;
  readonly search: ListSearch;
  readonly onSearch: (patch: Partial<ListSearch>) => void;
  readonly hasWide: boolean;
  /** false: there is nothing to filter, nor will there be */
  readonly hasTools: boolean;
  /** selectors and status buckets */
  readonly query: ReactNode;
  readonly chip: ReactNode;
}

/** What the list shows, how much of it, and what narrows it. */
export function ListToolbar(props: ListToolbarProps) {
  const { title, namespaces, filter, onFilter, shown, total, search, onSearch, hasWide, hasTools, query, chip } = props;
  const { t } = useTranslation('list');
  const wide = search.cols === 'wide';
  return (
    <header className={classes.bar}>
      <div className={classes.heading}>
        <h1 className={classes.title}>{safeText(title)}</h1>
        {namespaces === undefined ? null : (
          <span className={classes.where}>
            {namespaces === null ? t('allNamespaces') : t('in', { namespaces: safeText(namespaces.join(', ')) })}
          </span>
        )}
        <span className={classes.chip}>{chip}</span>
      </div>
      {hasTools ? (
        <div className={classes.tools}>
          <FilterBox title={title} filter={filter} onFilter={onFilter} />
          <span className={classes.count}>
            {filter === '' ? t('total', { count: total }) : t('matches', { shown, total })}
          </span>
          {query}
          <span className={classes.space} />
          {hasWide ? (
            <Button
              size="compact-sm"
              variant={wide ? 'light' : 'default'}
              aria-pressed={wide}
              leftSection={<Columns3 size={14} aria-hidden="true" />}
              onClick={() => onSearch({ cols: wide ? '' : 'wide' })}
            >
              {t('wide')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </header>
  );
}
