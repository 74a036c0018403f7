import type { LiveColumn, LiveQuery } from '@quarterdeck/shared/live-protocol';
import { LiveRecord, renewable } from './live-record.ts';
import type { LiveSink, LiveSource } from './live-source.ts';
import type { LiveStatus } from './live-status.ts';
import { RowStore } from './row-store.ts';

export interface LiveRowsSnapshot {
  readonly columns: readonly LiveColumn[];
  readonly status: LiveStatus;
}

const NO_COLUMNS: readonly LiveColumn[] = [];

/** One live list: its rows in a store, beside them the server's columns and the truth about it. */
export class LiveRows {
  readonly store: RowStore;
  #snapshot: LiveRowsSnapshot = {
    columns: NO_COLUMNS,
    status: { state: 'connecting', loaded: 0, since: Date.now() },
  };
  readonly #listeners = new Set<() => void>();
  readonly #record = new LiveRecord();
  #retry = () => {};

  constructor(store: RowStore = new RowStore()) {
    this.store = store;
  }

  readonly history = this.#record.history;

  /** Asks anew at once, instead of waiting for the next attempt. */
  readonly retry = (): void => this.#retry();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): LiveRowsSnapshot => this.#snapshot;

  /** Follows the query until the returned function is called. */
  connect(source: LiveSource, query: LiveQuery): () => void {
    const sink: LiveSink = {
      status: (status) => this.#status(status),
      // rows stay until their successors are there, as after any cut
      moving: () => this.store.setLive(false),
      columns: (columns) => {
        this.store.setColumns(columns);
        if (JSON.stringify(columns) !== JSON.stringify(this.#snapshot.columns)) this.#set({ columns });
      },
      rows: (frame) => {
        this.#record.news();
        this.store.apply(frame);
      },
    };
    let stop = source.subscribe(query, sink);
    this.#retry = () => {
      source.retry?.();
      stop();
      stop = source.subscribe(query, sink);
    };
    return () => {
      this.#retry = () => {};
      stop();
    };
  }

  #status(said: LiveStatus): void {
    const status = this.#record.status(renewable(said));
    // what may not be seen (any more) may not stay on screen
    if (status.state === 'denied' || status.state === 'gone') this.store.clear();
    this.store.setLive(status.state === 'live');
    this.#set({ status });
  }

  #set(change: Partial<LiveRowsSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) listener();
  }
}
