import type { LiveColumn, LiveQuery } from '@quarterdeck/shared/live-protocol';
import type { LiveSink, LiveSource } from './live-source.ts';
import type { LiveHistory, LiveStatus } from './live-status.ts';
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
  #history: LiveHistory = { liveSince: 0, lastNews: 0, cuts: 0 };
  #retry = () => {};

  constructor(store: RowStore = new RowStore()) {
    this.store = store;
  }

  /** What has happened so far; a value to be read when somebody asks. */
  readonly history = (): LiveHistory => this.#history;

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
      columns: (columns) => {
        this.store.setColumns(columns);
        if (JSON.stringify(columns) !== JSON.stringify(this.#snapshot.columns)) this.#set({ columns });
      },
      rows: (frame) => {
        if (this.#snapshot.status.state === 'live') this.#history = { ...this.#history, lastNews: Date.now() };
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
    // a session that is over is renewed in place: the same person will see the same rows again
    const truth: LiveStatus =
      said.state === 'denied' && said.problem?.status === 401 ? { ...said, state: 'stale' } : said;
    const again = this.#history.liveSince > 0 && (truth.state === 'connecting' || truth.state === 'loading');
    const status: LiveStatus = again ? { ...truth, again } : truth;
    this.#note(status);
    // what may not be seen (any more) may not stay on screen
    if (status.state === 'denied' || status.state === 'gone') this.store.clear();
    this.store.setLive(status.state === 'live');
    this.#set({ status });
  }

  #note({ state, since }: LiveStatus): void {
    const before = this.#snapshot.status.state;
    const { liveSince, cuts } = this.#history;
    if (state === 'live' && before !== 'live') this.#history = { ...this.#history, liveSince: liveSince || since };
    else if (before === 'live' && state !== 'live') this.#history = { ...this.#history, cuts: cuts + 1 };
  }

  #set(change: Partial<LiveRowsSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) listener();
  }
}
