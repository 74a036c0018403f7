import type { LiveCell, LiveColumn, LiveQuery, LiveRow } from '@quarterdeck/shared/live-protocol';
import { type FollowedRows, followRows } from './follow-rows.ts';
import { LiveRecord } from './live-record.ts';
import type { LiveSource } from './live-source.ts';
import type { LiveStatus } from './live-status.ts';
import type { Row } from './row.ts';
import { RowStore } from './row-store.ts';

/** One of the queries of a merged list. */
export interface MergedSource {
  readonly id: string;
  readonly query: LiveQuery;
  /** Makes, of the server's columns, the function that gives a row its cells in the merged list; undefined leaves it out. */
  readonly read: (columns: readonly LiveColumn[]) => (row: Row) => readonly LiveCell[] | undefined;
  /** paths of the query whose values the merged rows have as their fields, in this order */
  readonly carries?: readonly string[];
}

export interface MergedSnapshot {
  /** how true the list is as a whole: as its worst part, without those that are refused */
  readonly status: LiveStatus;
  /** by the source's id */
  readonly sources: ReadonlyMap<string, LiveStatus>;
}

/** What is worst stands for the whole. */
const WORST: readonly LiveStatus['state'][] = ['stale', 'reconnecting', 'connecting', 'loading', 'live'];
const isRefused = ({ state }: LiveStatus) => state === 'denied' || state === 'gone';

/** One list of the rows of several queries, each with cells of the merged list's own. */
export class MergedRows {
  readonly store: RowStore;
  readonly #sources = new Map<string, LiveStatus>();
  readonly #listeners = new Set<() => void>();
  readonly #record = new LiveRecord();
  #followed: readonly FollowedRows[] = [];
  #snapshot: MergedSnapshot = { status: { state: 'connecting', loaded: 0, since: Date.now() }, sources: new Map() };

  constructor(store: RowStore = new RowStore()) {
    this.store = store;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): MergedSnapshot => this.#snapshot;

  readonly history = this.#record.history;

  /** Asks for all anew at once, instead of waiting for the next attempt. */
  readonly retry = (): void => {
    for (const each of this.#followed) each.retry();
  };

  /** Follows the queries until the returned function is called. */
  connect(source: LiveSource, sources: readonly MergedSource[]): () => void {
    const followed = sources.map((one) => this.#follow(source, one));
    this.#followed = followed;
    return () => {
      this.#followed = [];
      for (const each of followed) each.stop();
    };
  }

  #follow(source: LiveSource, { id, query, read, carries = [] }: MergedSource): FollowedRows {
    const carried = carries.map((path) => query.fields.indexOf(path));
    let cellsOf: ((row: Row) => readonly LiveCell[] | undefined) | undefined;
    return followRows(source, query, {
      status: (status) => this.#status(id, status),
      columns: (columns) => {
        cellsOf = read(columns);
      },
      change: (rows, remove) => {
        const upsert: LiveRow[] = [];
        const gone = [...remove];
        for (const row of rows) {
          const cells = cellsOf?.(row);
          // one that was of this list and is not any more: a pod that has been adopted
          if (cells === undefined) gone.push(row.uid);
          else
            upsert.push([
              row.uid,
              row.namespace,
              row.name,
              row.created,
              row.labels,
              cells,
              ...carried.map((at) => row.fields[at] ?? null),
            ]);
        }
        if (upsert.length + gone.length === 0) return;
        this.#record.news();
        this.store.apply({ upsert, remove: gone });
      },
      forget: (uids) => this.store.forget(uids),
    });
  }

  #status(id: string, status: LiveStatus): void {
    this.#sources.set(id, status);
    const whole = this.#record.status(wholeStatus([...this.#sources.values()]));
    this.store.setLive(whole.state === 'live');
    this.#snapshot = { status: whole, sources: new Map(this.#sources) };
    for (const listener of this.#listeners) listener();
  }
}

/** The status of a list that several make up. A part that is refused does not count while there are others. */
export function wholeStatus(parts: readonly LiveStatus[]): LiveStatus {
  const counted = parts.filter((status) => !isRefused(status));
  if (counted.length === 0) return parts[0] ?? { state: 'live', loaded: 0, since: 0 };
  const state = WORST.find((candidate) => counted.some((status) => status.state === candidate)) ?? 'live';
  const those = counted.filter((status) => status.state === state);
  const known = state === 'loading' ? counted : those;
  const remaining = counted.some((status) => status.remaining !== undefined)
    ? counted.reduce((sum, status) => sum + (status.remaining ?? 0), 0)
    : undefined;
  const problem = known.find((status) => status.problem !== undefined)?.problem;
  return {
    state,
    loaded: counted.reduce((sum, { loaded }) => sum + loaded, 0),
    since: Math.min(...those.map(({ since }) => since)),
    ...(remaining === undefined ? {} : { remaining }),
    ...(problem === undefined ? {} : { problem }),
  };
}
