import { Button, CloseButton, Kbd, TextInput } from '@mantine/core';
import { Columns3, ListFilter } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListSearch } from '../../api/list-search.ts';
import { safeText } from '../../ui/safe-text.ts';
import { isTyping } from './is-typing.ts';
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

function FilterBox({ title, filter, onFilter }: Pick<ListToolbarProps, 'title' | 'filter' | 'onFilter'>) {
  const { t } = useTranslation('list');
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => {
    function focusOnSlash(event: globalThis.KeyboardEvent): void {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    }
    document.addEventListener('keydown', focusOnSlash);
    return () => document.removeEventListener('keydown', focusOnSlash);
  }, []);

  // Esc goes up one level: first the text goes, then the focus
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    if (filter === '') input.current?.blur();
    else onFilter('');
  }

  return (
    <TextInput
      ref={input}
      size="xs"
      className={classes.filter}
      type="text"
      spellCheck={false}
      autoComplete="off"
      aria-label={t('filter', { kind: title })}
      aria-keyshortcuts="/"
      placeholder={t('filter', { kind: title })}
      value={filter}
      onChange={(event) => onFilter(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      leftSection={<ListFilter size={14} aria-hidden="true" />}
      rightSection={
        filter === '' ? (
          <Kbd size="xs" aria-hidden="true">
            /
          </Kbd>
        ) : (
          <CloseButton size="xs" aria-label={t('clearFilter')} onClick={() => onFilter('')} />
        )
      }
    />
  );
}
