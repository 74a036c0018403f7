import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import { formatResource } from '@quarterdeck/shared/resource-path';
import { type ComponentType, useLayoutEffect, useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { pluralTitle } from '../../api/kind-title.ts';
import type { DiscoveredResource, ObjectRef } from '../../api/kube-object.ts';
import type { ListSearch } from '../../api/list-search.ts';
import { useKind } from '../../kinds/kinds-context.ts';
import { readSort } from '../../live/list-sort.ts';
import type { LiveStatus } from '../../live/live-status.ts';
import type { Row } from '../../live/row.ts';
import { textMatch } from '../../live/text-match.ts';
import { useLiveRows } from '../../live/use-live-rows.ts';
import { FreshnessChip } from '../../ui/freshness-chip.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { readBuckets, StatusBuckets } from '../../ui/status-buckets.tsx';
import { useFilterText } from '../../ui/use-filter-text.ts';
import { useSelection } from '../../ui/use-selection.ts';
import { useWords } from '../../ui/use-words.ts';
import { addedColumns } from './added-columns.ts';
import { BulkBarSlot } from './bulk-bar-slot.tsx';
import type { ColumnArranging } from './column-arranging.ts';
import { chooseColumns, writeColumnChoice } from './column-choice.ts';
import { alignNumbers, columnWidths } from './column-widths.ts';
import { listColumns, listFields } from './list-columns.ts';
import classes from './list-page.module.css';
import { ListPlaceholder } from './list-placeholder.tsx';
import { ListStar } from './list-star.tsx';
import { ListTable } from './list-table.tsx';
import { ListToolbar } from './list-toolbar.tsx';
import { movedTo } from './move-column.ts';
import { PanelSlot } from './panel/panel-slot.tsx';
import { rowKey } from './panel/row-key.ts';
import { usePeek } from './panel/use-peek.ts';
import { PartialNotice } from './partial-notice.tsx';
import { SelectorChips } from './selector-chips.tsx';
import { TapeButton } from './tape/tape-button.tsx';
import { TapeSlot } from './tape/tape-slot.tsx';
import { useColumnChoice } from './use-column-choice.ts';
import { useColumnWidths, withOwnWidths } from './use-column-widths.ts';
import { ViewMenu } from './view-menu.tsx';

export interface ListPageProps {
  readonly cluster: string;
  readonly resource: DiscoveredResource;
  /** null: all namespaces, or a cluster-wide kind */
  readonly namespaces: readonly string[] | null;
  /** names the visit, an entry of the browser's history: Back finds the list as it was left */
  readonly visit: string;
  readonly search: ListSearch;
  /** takes a change of the list's state for the address; "" takes a value away */
  readonly onSearch: (patch: Partial<ListSearch>) => void;
  /** shows an object beside the list; undefined: rows open as pages only */
  readonly panel?: ComponentType<{ readonly target: ObjectRef }>;
}

/** Rows that the column widths are estimated from: few at first, more when all are there. */
const SAMPLE = { some: 100, all: 400 } as const;

/** The live list of any kind: the server's own columns, a text filter, a sort, and the truth about how fresh it is. */
export default function ListPage({ cluster, resource, namespaces, visit, search, onSearch, panel }: ListPageProps) {
  const { t } = useTranslation('list');
  const kind = useKind(resource);
  const title = pluralTitle(resource);
  const { choice, setCols } = useColumnChoice(resource, search, onSearch);
  const fields = useMemo(() => listFields(kind, choice), [kind, choice]);
  const query = listQuery({ cluster, resource, namespaces, search, fields });
  const { store, columns: server, status, history, retry } = useLiveRows(query);
  const { order, total, counts } = useSyncExternalStore(store.subscribe, store.getSnapshot);
  const selection = useSelection(visit, store, status.state === 'live');
  const [filter, setFilter] = useFilterText(search.q ?? '', (q) => onSearch({ q }));

  const withNamespace = resource.namespaced && namespaces?.length !== 1;
  const namespaceHeader = t('namespaceColumn');
  const words = useWords('kinds');
  const columns = useMemo(() => {
    const own = listColumns({ server, fields, kind, withNamespace, namespaceHeader, words });
    return own.length === 0 ? own : [...own, ...addedColumns(choice.added, fields, own)];
  }, [server, fields, kind, withNamespace, namespaceHeader, words, choice.added]);
  const shown = useMemo(() => chooseColumns(columns, choice), [columns, choice]);
  const sort = useMemo(() => readSort(search.sort || kind?.defaultSort, columns), [search.sort, kind, columns]);

  const buckets = useMemo(() => readBuckets(search.s), [search.s]);

  const narrowing = useMemo(() => {
    const status = columns.find(({ health }) => health !== undefined);
    return {
      matches: textMatch(filter, columns),
      bucketOf: status && ((row: Row) => status.health?.(row)),
      buckets,
    };
  }, [filter, columns, buckets]);
  useLayoutEffect(() => {
    store.setView({
      ...narrowing,
      sortKey: sort && ((row) => sort.column.sortKey(row)),
      descending: sort?.descending ?? false,
    });
  }, [store, narrowing, sort]);
  const peek = usePeek(search.open, store, onSearch);

  const sampled = total === 0 ? 0 : status.state === 'live' ? SAMPLE.all : SAMPLE.some;
  const layout = useMemo(() => {
    const sample = sampled === 0 ? [] : store.sample(sampled);
    const aligned = alignNumbers(shown, sample);
    return { columns: aligned, widths: columnWidths(aligned, sample) };
  }, [shown, sampled, store]);
  const memory = useColumnWidths(resource);
  const widths = useMemo(() => withOwnWidths(layout.widths, layout.columns, memory.own), [layout, memory.own]);
  const arranging = useMemo<ColumnArranging>(
    () => ({
      move: (id, to) => setCols(writeColumnChoice(movedTo(shown, id, to), columns)),
      resize: memory.resize,
      settle: memory.settle,
      texts: (id) => {
        const column = shown.find((candidate) => candidate.id === id);
        return column === undefined ? [] : store.sample(SAMPLE.all).map((row) => safeText(column.text(row)));
      },
    }),
    [columns, shown, setCols, store, memory.resize, memory.settle],
  );

  const hasTable = columns.length > 0 && order.length > 0;
  return (
    <div className={classes.page}>
      <ListToolbar
        title={title}
        star={<ListStar cluster={cluster} resource={resource} namespaces={namespaces} search={search} />}
        namespaces={resource.namespaced ? namespaces : undefined}
        filter={filter}
        onFilter={setFilter}
        shown={order.length}
        total={total}
        hasTools={hasTools(status)}
        query={
          <>
            <StatusBuckets
              counts={counts}
              chosen={buckets}
              onChoose={(chosen) => onSearch({ s: [...(chosen ?? [])].join(',') })}
            />
            <SelectorChips search={search} onSearch={onSearch} store={store} />
          </>
        }
        view={
          <>
            <TapeButton open={search.tape !== undefined} onToggle={(on) => onSearch({ tape: on ? '1' : '' })} />
            <ViewMenu
              list={{ resource, namespaces, search, filter, sort, columns, shown, store, kindActions: kind?.actions }}
              onCols={setCols}
              onReset={
                choice.ids.length === 0 && !choice.wide && Object.keys(memory.own).length === 0
                  ? undefined
                  : () => {
                      setCols('');
                      memory.forget();
                    }
              }
            />
          </>
        }
        chip={<FreshnessChip status={status} watched={{ what: watchedText(query), history, retry }} />}
      />
      {status.state === 'live' && status.problem !== undefined ? <PartialNotice problem={status.problem} /> : null}
      <div className={classes.body}>
        <div className={classes.list}>
          {hasTable ? (
            <ListTable
              key={visit}
              cluster={cluster}
              visit={visit}
              resource={resource}
              kindActions={kind?.actions}
              title={title}
              store={store}
              selection={selection}
              peek={panel && peek}
              opened={search.open}
              order={order}
              columns={layout.columns}
              widths={widths}
              arranging={arranging}
              sort={sort}
              onSort={(next) => onSearch({ sort: next ?? '' })}
            />
          ) : (
            <ListPlaceholder
              cluster={cluster}
              resource={resource}
              title={title}
              namespaces={namespaces}
              search={search}
              onSearch={onSearch}
              status={status}
              total={total}
              filter={filter}
              onFilter={setFilter}
              headers={shown.map((column) => column.header)}
            />
          )}
        </div>
        <PanelSlot cluster={cluster} resource={resource} opened={search.open} content={panel} onClose={peek.close} />
      </div>
      <BulkBarSlot
        selection={selection}
        store={store}
        cluster={cluster}
        resource={resource}
        kindActions={kind?.actions}
      />
      <TapeSlot
        open={search.tape !== undefined}
        title={title}
        fileName={`${resource.resource}-${namespaces === null ? 'all' : namespaces.join('-').slice(0, 80)}-changes`}
        store={store}
        columns={columns}
        shown={shown}
        withNamespace={withNamespace}
        selects={search.l !== undefined || search.f !== undefined}
        narrowing={narrowing}
        onOpen={(row) => onSearch({ open: rowKey(row) })}
        onClose={() => onSearch({ tape: '' })}
      />
    </div>
  );
}

function listQuery({
  cluster,
  resource,
  namespaces,
  search,
  fields,
}: Pick<ListPageProps, 'cluster' | 'resource' | 'namespaces' | 'search'> & {
  readonly fields: readonly string[];
}): LiveQuery {
  return {
    cluster,
    resource: formatResource(resource),
    namespaces: resource.namespaced && namespaces !== null ? [...namespaces] : null,
    ...(search.l === undefined ? {} : { labelSelector: search.l }),
    ...(search.f === undefined ? {} : { fieldSelector: search.f }),
    fields: [...fields],
    mode: 'rows',
  };
}

/** The query as kubectl would be asked. */
function watchedText({ resource, namespaces, labelSelector, fieldSelector }: LiveQuery): string {
  return [
    resource,
    ...(namespaces ?? []).map((namespace) => `-n ${namespace}`),
    ...(labelSelector === undefined ? [] : [`-l '${labelSelector}'`]),
    ...(fieldSelector === undefined ? [] : [`--field-selector '${fieldSelector}'`]),
  ].join(' ');
}

/** A list that the rights or the cluster forbid needs no tools; one whose query was refused needs them to mend it. */
function hasTools({ state, problem }: LiveStatus): boolean {
  if (state === 'gone') return false;
  return state !== 'denied' || (problem !== undefined && problem.status !== 403);
}
