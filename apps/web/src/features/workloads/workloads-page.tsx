import { Button } from '@mantine/core';
import { useCallback, useContext, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionTarget } from '../../actions/define-action.ts';
import { RowActions, ShortcutRunner } from '../../actions/row-actions.tsx';
import { workloadsPath } from '../../api/addresses.ts';
import { useDiscovery } from '../../api/discovery.ts';
import type { ListSearch } from '../../api/list-search.ts';
import { KindsContext } from '../../kinds/kinds-context.ts';
import { workloadFacts, workloadKinds, workloadSource } from '../../kinds/workload-rows.ts';
import { readSort } from '../../live/list-sort.ts';
import type { Row } from '../../live/row.ts';
import { textMatch } from '../../live/text-match.ts';
import { useMergedRows } from '../../live/use-merged-rows.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FilterBox } from '../../ui/filter-box.tsx';
import { LiveHead } from '../../ui/live-head.tsx';
import { problemText } from '../../ui/problem-text.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { RefusedView } from '../../ui/refused-view.tsx';
import { RowGrid } from '../../ui/row-grid.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { StarButton } from '../../ui/star-button.tsx';
import { readBuckets, StatusBuckets } from '../../ui/status-buckets.tsx';
import { useFilterText } from '../../ui/use-filter-text.ts';
import { useWords } from '../../ui/use-words.ts';
import { WaitingRows } from '../../ui/waiting-rows.tsx';
import { refusedKinds } from './refused-kinds.ts';
import { workloadColumns, workloadTarget } from './workload-columns.tsx';
import classes from './workloads-page.module.css';

export interface WorkloadsPageProps {
  readonly cluster: string;
  /** null: all */
  readonly namespaces: readonly string[] | null;
  readonly visit: string;
  readonly search: ListSearch;
  readonly onSearch: (patch: Partial<ListSearch>) => void;
}

/** Workloads of every kind in one live table: what runs here, and how it does. */
export default function WorkloadsPage({ cluster, namespaces, visit, search, onSearch }: WorkloadsPageProps) {
  const { t, i18n } = useTranslation('pages');
  const words = useWords('pages');
  const { t: problems } = useTranslation('problems');
  const { resources } = useDiscovery(cluster);
  const definitions = useContext(KindsContext);
  const { served, missing } = useMemo(() => workloadKinds(resources, definitions), [resources, definitions]);
  const kinds = useMemo(() => new Map(served.map((kind) => [kind.id, kind])), [served]);
  const sources = useMemo(
    () => served.map((kind) => workloadSource(kind, cluster, namespaces)),
    [served, cluster, namespaces],
  );
  const { store, status, sources: states } = useMergedRows(sources);
  const { order, total, counts } = useSyncExternalStore(store.subscribe, store.getSnapshot);
  const [filter, setFilter] = useFilterText(search.q ?? '', (q) => onSearch({ q }));
  const buckets = useMemo(() => readBuckets(search.s), [search.s]);
  const withNamespace = namespaces?.length !== 1;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words change with the language
  const columns = useMemo(
    () =>
      workloadColumns({
        cluster,
        kinds,
        withNamespace,
        words,
        healthWord: (health) => words(`app:health.${health}`),
      }),
    [cluster, kinds, withNamespace, words, i18n.language],
  );
  const sort = useMemo(() => readSort(search.sort, columns), [search.sort, columns]);

  useLayoutEffect(() => {
    store.setView({
      matches: textMatch(filter, columns),
      bucketOf: (row) => workloadFacts(row).health,
      buckets,
      sortKey: sort && ((row) => sort.column.sortKey(row)),
      descending: sort?.descending ?? false,
    });
  }, [store, filter, columns, buckets, sort]);

  const [pressed, setPressed] = useState<{
    readonly key: string;
    readonly target: ActionTarget;
    readonly kind: string;
  }>();
  const menu = useCallback(
    (row: Row, onOpen: (open: boolean) => void) => {
      const target = workloadTarget(cluster, kinds, row);
      if (target === undefined) return null;
      const actions = kinds.get(workloadFacts(row).kind)?.definition.actions ?? [];
      return <RowActions target={target} kindActions={actions} onOpen={onOpen} />;
    },
    [cluster, kinds],
  );

  const refused = useMemo(() => refusedKinds(served, states, missing), [served, states, missing]);
  const nothing = status.state === 'denied' || status.state === 'gone';
  const reasons = [
    ...(refused.denied.length > 0 ? [t('workloads.denied', { kinds: refused.denied.join(', ') })] : []),
    ...(refused.missing.length > 0 ? [t('workloads.missing', { kinds: refused.missing.join(', ') })] : []),
    ...refused.partial.map(({ kind, problem }) =>
      t('workloads.troubled', { kind, reason: safeText(problemText(problems, problem, 'title')) }),
    ),
  ].join('; ');
  const path = workloadsPath(cluster, namespaces);

  return (
    <div className={classes.page}>
      <LiveHead
        title={t('workloads.title')}
        namespaces={namespaces}
        status={status}
        beside={
          <StarButton
            cluster={cluster}
            page={{ path, name: t('workloads.title'), kind: '', where: namespaces?.join(',') ?? '_all' }}
          />
        }
        tools={
          nothing ? undefined : (
            <>
              <FilterBox title={t('workloads.title')} filter={filter} onFilter={setFilter} />
              <span className={classes.count}>
                {order.length === total
                  ? t('list:total', { count: total })
                  : t('list:matches', { shown: order.length, total })}
              </span>
              <StatusBuckets
                counts={counts}
                chosen={buckets}
                onChoose={(chosen) => onSearch({ s: [...(chosen ?? [])].join(',') })}
              />
            </>
          )
        }
        notice={reasons !== '' && !nothing ? t('workloads.notAll', { reasons }) : undefined}
      />
      {nothing && status.problem !== undefined ? (
        <RefusedView
          cluster={cluster}
          problem={status.problem}
          namespaces={namespaces}
          homePath={(home) => workloadsPath(cluster, [home])}
        />
      ) : order.length > 0 ? (
        <RowGrid
          key={visit}
          label={t('workloads.title')}
          visit={visit}
          store={store}
          order={order}
          columns={columns}
          minWidth="680px"
          sort={sort}
          onSort={(next) => onSearch({ sort: next ?? '' })}
          nameOf={nameOf}
          menu={menu}
          onPress={(key, row) => {
            const target = workloadTarget(cluster, kinds, row);
            if (target !== undefined) setPressed({ key, target, kind: workloadFacts(row).kind });
          }}
        />
      ) : total > 0 ? (
        <EmptyState title={t('workloads.filtered')} hint={t('workloads.filteredHint', { count: total })}>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              setFilter('');
              onSearch({ s: '' });
            }}
          >
            {t('workloads.showAll')}
          </Button>
        </EmptyState>
      ) : status.state === 'live' ? (
        <EmptyState
          title={
            namespaces === null
              ? t('workloads.emptyAll')
              : t('workloads.emptyIn', { namespaces: safeText(namespaces.join(', ')) })
          }
          hint={t('workloads.hint')}
        />
      ) : status.problem !== undefined ? (
        <ProblemView problem={status.problem} />
      ) : (
        <WaitingRows label={t('workloads.loading')} />
      )}
      {pressed === undefined ? null : (
        <ShortcutRunner
          key={`${pressed.target.uid} ${pressed.key}`}
          target={pressed.target}
          kindActions={kinds.get(pressed.kind)?.definition.actions ?? []}
          pressed={pressed.key}
          onDone={() => setPressed(undefined)}
        />
      )}
    </div>
  );
}

function nameOf(row: Row): string {
  return row.name;
}
