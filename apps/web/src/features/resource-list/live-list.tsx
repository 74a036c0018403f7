import {
  type ComponentType,
  type ReactNode,
  Suspense,
  useEffect,
  useLayoutEffect,
  useMemo,
  useSyncExternalStore,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../actions/define-action.ts';
import type { ObjectRef } from '../../api/kube-object.ts';
import type { ListSearch } from '../../api/list-search.ts';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import { readSort } from '../../live/list-sort.ts';
import type { LiveStatus } from '../../live/live-status.ts';
import type { LiveStore } from '../../live/live-store.ts';
import type { Row } from '../../live/row.ts';
import type { ListView } from '../../live/row-order.ts';
import type { RowStore } from '../../live/row-store.ts';
import { textMatch } from '../../live/text-match.ts';
import { FreshnessChip } from '../../ui/freshness-chip.tsx';
import { onTick } from '../../ui/ticker.ts';
import { useFilterText } from '../../ui/use-filter-text.ts';
import { useSelection } from '../../ui/use-selection.ts';
import { BulkBarSlot } from './bulk-bar-slot.tsx';
import { type AddedKind, chooseColumns } from './column-choice.ts';
import type { ListColumn } from './list-columns.ts';
import classes from './list-page.module.css';
import type { ListSubject } from './list-subject.ts';
import { ListTable } from './list-table.tsx';
import { ListToolbar } from './list-toolbar.tsx';
import { PanelSlot } from './panel/panel-slot.tsx';
import { usePeek } from './panel/use-peek.ts';
import { TapeButton } from './tape/tape-button.tsx';
import { TapeSlot } from './tape/tape-slot.tsx';
import { useTapeChapters } from './tape/use-tape-chapters.ts';
import { useColumnArranging } from './use-column-arranging.ts';
import type { ColumnChoiceMemory } from './use-column-choice.ts';
import { ViewMenu } from './view-menu.tsx';

const PartialNotice = lazyWithWords(['problems'], () => import('./partial-notice.tsx'));

/** Where a list is, and how it is looked at. */
export interface ListPlace {
  /** null: all namespaces, or a cluster-wide kind */
  readonly namespaces: readonly string[] | null;
  /** names the visit, an entry of the browser's history: Back finds the list as it was left */
  readonly visit: string;
  readonly search: ListSearch;
  /** takes a change of the list's state for the address; "" takes a value away */
  readonly onSearch: (patch: Partial<ListSearch>) => void;
  /** shows an object beside the list; undefined: rows open as pages only */
  readonly panel?: ComponentType<{ readonly target: ObjectRef }> | undefined;
}

/** What stands in place of the rows where there are none to show. */
export interface NoRows {
  readonly total: number;
  readonly filter: string;
  readonly onFilter: (text: string) => void;
  readonly headers: readonly string[];
}

export interface LiveListProps {
  readonly place: ListPlace;
  readonly subject: ListSubject;
  readonly live: LiveStore;
  /** the query in kubectl's words: "pods -n team-a -l app=web" */
  readonly asked: string;
  /** all that there are */
  readonly columns: readonly ListColumn[];
  readonly choice: ColumnChoiceMemory;
  /** whether whole objects are read; undefined where that is not the person's choice */
  readonly whole?: boolean | undefined;
  /** of what a person may add columns */
  readonly addable: readonly AddedKind[];
  readonly withNamespace: boolean;
  /** as an address has it, for a list that was not sorted yet */
  readonly defaultSort?: string | undefined;
  /** the bucket of a row; keep its identity */
  readonly bucketOf: ((row: Row) => string | undefined) | undefined;
  /** those that are shown; undefined: all */
  readonly buckets: ReadonlySet<string> | undefined;
  /** chooses buckets */
  readonly choosing: (counts: ReadonlyMap<string, number>) => ReactNode;
  /** chooses what the server selects */
  readonly selecting: (store: RowStore) => ReactNode;
  readonly star: ReactNode;
  /** in place of "12 objects" */
  readonly countText?: ((shown: number, total: number) => string) | undefined;
  /** beside the tools of every list */
  readonly tools?: ReactNode;
  readonly notice?: ReactNode;
  readonly actions: () => readonly Action[];
  readonly noRows: (state: NoRows) => ReactNode;
}

/** Rows that are looked at again each second, so that a list of any length costs little. */
const RECHECKED = 2000;

/**
 * The live list: whatever its rows are, they are filtered, sorted, selected, read beside the list, taped and taken away in
 * the same way, and it says how true it is.
 */
export function LiveList(props: LiveListProps) {
  const { place, subject, live, asked, columns, choice, addable, withNamespace, bucketOf, buckets, noRows } = props;
  const { namespaces, visit, search, onSearch, panel } = place;
  const { store, status, history, retry } = live;
  const { t } = useTranslation('list');
  const { order, total, counts } = useSyncExternalStore(store.subscribe, store.getSnapshot);
  const selection = useSelection(visit, store, status.state === 'live');
  const [filter, setFilter] = useFilterText(search.q ?? '', (q) => onSearch({ q }));
  const shown = useMemo(() => chooseColumns(columns, choice.choice), [columns, choice.choice]);
  // what does not travel now can be neither searched nor sorted by
  const readable = useMemo(() => columns.filter(({ unread }) => !unread), [columns]);
  const sort = useMemo(
    () => readSort(search.sort || props.defaultSort, readable),
    [search.sort, props.defaultSort, readable],
  );
  const narrowing = useMemo<Pick<ListView, 'matches' | 'bucketOf' | 'buckets'>>(
    () => ({ matches: textMatch(filter, readable), bucketOf, buckets }),
    [filter, readable, bucketOf, buckets],
  );
  useLayoutEffect(() => {
    store.setView({
      ...narrowing,
      sortKey: sort && ((row) => sort.column.sortKey(row)),
      descending: sort?.descending ?? false,
    });
  }, [store, narrowing, sort]);
  useEffect(() => (bucketOf === undefined ? undefined : onTick(() => store.recheck(RECHECKED))), [store, bucketOf]);
  const peek = usePeek(search.open, store, subject, onSearch);
  const layout = useColumnArranging({
    memory: subject.memory,
    store,
    // few at first, more when all are there
    sampled: total === 0 ? 'none' : status.state === 'live' ? 'all' : 'some',
    columns,
    shown,
    setCols: choice.setCols,
  });
  const chapters = useTapeChapters(store.tape, columns, asked);
  const isTaped = search.tape !== undefined;
  const withTools = hasTools(status);
  return (
    <div className={classes.page}>
      <ListToolbar
        title={subject.title}
        star={props.star}
        namespaces={subject.namespaced ? namespaces : undefined}
        filter={filter}
        onFilter={setFilter}
        count={
          props.countText?.(order.length, total) ??
          (order.length === total ? t('total', { count: total }) : t('matches', { shown: order.length, total }))
        }
        hasTools={withTools}
        query={
          <>
            {props.choosing(counts)}
            {props.selecting(store)}
          </>
        }
        view={
          <>
            {props.tools}
            <TapeButton open={isTaped} onToggle={(on) => onSearch({ tape: on ? '1' : '' })} />
            <ViewMenu
              list={{ subject, namespaces, search, filter, sort, columns, shown, store, actions: props.actions }}
              onCols={choice.setCols}
              whole={props.whole}
              addable={addable}
              onReset={choice.isDefault && layout.isDefault ? undefined : () => reset(choice, layout.forget)}
            />
          </>
        }
        chip={<FreshnessChip status={status} watched={{ what: asked, history, retry }} />}
        notice={withTools ? props.notice : undefined}
      />
      {status.state === 'live' && status.problem !== undefined ? (
        <Suspense fallback={null}>
          <PartialNotice problem={status.problem} />
        </Suspense>
      ) : null}
      <div className={classes.body}>
        <div className={classes.list}>
          {columns.length > 0 && order.length > 0 ? (
            <ListTable
              key={visit}
              visit={visit}
              subject={subject}
              store={store}
              selection={selection}
              peek={panel && peek}
              opened={search.open}
              order={order}
              columns={layout.columns}
              widths={layout.widths}
              arranging={layout.arranging}
              sort={sort}
              onSort={(next) => onSearch({ sort: next ?? '' })}
            />
          ) : (
            noRows({ total, filter, onFilter: setFilter, headers: shown.map((column) => column.header) })
          )}
        </div>
        <PanelSlot subject={subject} opened={search.open} content={panel} onClose={peek.close} />
      </div>
      <p className="qd-visually-hidden" aria-live="polite">
        {layout.told}
      </p>
      <BulkBarSlot selection={selection} store={store} subject={subject} />
      <TapeSlot
        open={isTaped}
        title={subject.title}
        fileName={`${subject.plural}-${namespaces === null ? 'all' : namespaces.join('-').slice(0, 80)}-changes`}
        store={store}
        chapters={chapters}
        shown={shown}
        withNamespace={withNamespace}
        selects={search.l !== undefined || search.f !== undefined}
        narrowing={narrowing}
        onOpen={(row) => onSearch({ open: subject.keyOf(row) ?? '' })}
        onClose={() => onSearch({ tape: '' })}
      />
    </div>
  );
}

function reset(choice: ColumnChoiceMemory, forgetWidths: () => void): void {
  choice.setCols('');
  forgetWidths();
}

/** A list that the rights or the cluster forbid needs no tools; one whose query was refused needs them to mend it. */
function hasTools({ state, problem }: LiveStatus): boolean {
  if (state === 'gone') return false;
  return state !== 'denied' || (problem !== undefined && problem.status !== 403);
}
