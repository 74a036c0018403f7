import { Button } from '@mantine/core';
import { formatResource } from '@quarterdeck/shared/resource-path';
import { useCallback, useLayoutEffect, useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { listPath } from '../../api/addresses.ts';
import type { ListViewProps } from '../../kinds/define-kind.ts';
import { groupOfRow } from '../../live/event-groups.ts';
import { readSort } from '../../live/list-sort.ts';
import { eventFields } from '../../live/read-event.ts';
import type { Row } from '../../live/row.ts';
import { textMatch } from '../../live/text-match.ts';
import { useEventGroups } from '../../live/use-event-groups.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FilterBox } from '../../ui/filter-box.tsx';
import { LiveHead } from '../../ui/live-head.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { RefusedView } from '../../ui/refused-view.tsx';
import { RowGrid } from '../../ui/row-grid.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { StarButton } from '../../ui/star-button.tsx';
import { useFilterText } from '../../ui/use-filter-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { WaitingRows } from '../../ui/waiting-rows.tsx';
import { aboutText, eventColumns } from './event-columns.tsx';
import classes from './events-page.module.css';
import { TypeFilter } from './type-filter.tsx';

/** Newest first. */
const DEFAULT_SORT = 'last-seen';

/** What happened lately, by object and reason, whichever API the events are read from; each event one by one is one click away. */
export default function EventsPage({ cluster, resource, namespaces, visit, search, onSearch }: ListViewProps) {
  const { t, i18n } = useTranslation('pages');
  const words = useWords('pages');
  const { store, status } = useEventGroups({
    cluster,
    resource: formatResource(resource),
    namespaces: namespaces === null ? null : [...namespaces],
    ...(search.l === undefined ? {} : { labelSelector: search.l }),
    ...(search.f === undefined ? {} : { fieldSelector: search.f }),
    fields: [...eventFields(resource.group)],
    mode: 'rows',
  });
  const { order, total, counts } = useSyncExternalStore(store.subscribe, store.getSnapshot);
  const [filter, setFilter] = useFilterText(search.q ?? '', (q) => onSearch({ q }));
  const type = search.s === 'Warning' || search.s === 'Normal' ? search.s : undefined;
  const withNamespace = namespaces?.length !== 1;
  const onReason = useCallback((reason: string) => setFilter(`reason:"${reason}"`), [setFilter]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language
  const columns = useMemo(
    () => eventColumns({ cluster, withNamespace, words, onReason }),
    [cluster, withNamespace, words, onReason, i18n.language],
  );
  const sort = useMemo(() => readSort(search.sort || DEFAULT_SORT, columns), [search.sort, columns]);

  useLayoutEffect(() => {
    store.setView({
      matches: textMatch(filter, columns),
      bucketOf: (row) => groupOfRow(row).type,
      buckets: type === undefined ? undefined : new Set([type]),
      sortKey: sort && ((row) => sort.column.sortKey(row)),
      descending: sort?.descending ?? false,
    });
  }, [store, filter, columns, type, sort]);

  const refused = status.state === 'denied' || status.state === 'gone';
  const title = t('events.title');
  const path = listPath(cluster, resource, namespaces);
  return (
    <div className={classes.page}>
      <LiveHead
        title={title}
        namespaces={namespaces}
        status={status}
        beside={
          <StarButton
            cluster={cluster}
            page={{ path, name: title, kind: '', where: namespaces?.join(',') ?? '_all' }}
          />
        }
        tools={
          refused ? undefined : (
            <>
              <FilterBox title={title} filter={filter} onFilter={setFilter} />
              <span className={classes.count}>
                {order.length === total
                  ? t('events.groups', { count: total })
                  : t('events.some', { shown: order.length, total })}
              </span>
              <TypeFilter counts={counts} chosen={type} onChoose={(chosen) => onSearch({ s: chosen ?? '' })} />
              <span className={classes.space} />
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => onSearch({ view: 'table', sort: '', s: '', q: '' })}
              >
                {t('events.raw')}
              </Button>
            </>
          )
        }
        notice={refused ? undefined : t('events.ttl')}
      />
      {refused && status.problem !== undefined ? (
        <RefusedView
          cluster={cluster}
          problem={status.problem}
          namespaces={namespaces}
          homePath={(home) => listPath(cluster, resource, [home])}
        />
      ) : order.length > 0 ? (
        <RowGrid
          key={visit}
          label={title}
          visit={visit}
          store={store}
          order={order}
          columns={columns}
          minWidth="720px"
          sort={sort}
          onSort={(next) => onSearch({ sort: next ?? '' })}
          nameOf={nameOf}
        />
      ) : total > 0 ? (
        <EmptyState title={t('events.filtered')} hint={t('events.filteredHint', { count: total })}>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              setFilter('');
              onSearch({ s: '' });
            }}
          >
            {t('events.showAll')}
          </Button>
        </EmptyState>
      ) : status.state === 'live' ? (
        <EmptyState
          title={
            namespaces === null
              ? t('events.emptyAll')
              : t('events.emptyIn', { namespaces: safeText(namespaces.join(', ')) })
          }
          hint={t('events.emptyHint')}
        />
      ) : status.problem !== undefined ? (
        <ProblemView problem={status.problem} />
      ) : (
        <WaitingRows label={t('events.loading')} />
      )}
    </div>
  );
}

function nameOf(row: Row): string {
  return `${groupOfRow(row).reason} ${aboutText(row)}`;
}
