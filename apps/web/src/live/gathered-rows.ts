import type { LiveColumn, LiveQuery } from '@quarterdeck/shared/live-protocol';
import { followRows } from './follow-rows.ts';
import type { LiveSource } from './live-source.ts';
import type { LiveStatus } from './live-status.ts';
import type { Row } from './row.ts';

/** One of the queries whose rows are gathered. Sources of the same id and query are the same. */
export interface GatherSource<T> {
  readonly id: string;
  readonly query: LiveQuery;
  /** Makes, of the server's columns, the function that reads a row; undefined leaves a row out. */
  readonly read: (columns: readonly LiveColumn[]) => (row: Row) => T | undefined;
}

export interface GatheredSnapshot<T> {
  /** what was read, by source and uid */
  readonly items: ReadonlyMap<string, ReadonlyMap<string, T>>;
  readonly statuses: ReadonlyMap<string, LiveStatus>;
}

interface Followed<T> {
  readonly key: string;
  readonly items: Map<string, T>;
  readonly stop: () => void;
}

export interface GatherOptions {
  /** Runs once at the next animation frame. */
  readonly frame?: (run: () => void) => void;
}

/**
 * The rows of a few small live queries, read into values. Queries come and go one by one without disturbing the others; what
 * changed is told once a frame.
 */
export class GatheredRows<T> {
  readonly #source: LiveSource;
  readonly #frame: (run: () => void) => void;
  readonly #followed = new Map<string, Followed<T>>();
  readonly #statuses = new Map<string, LiveStatus>();
  readonly #listeners = new Set<() => void>();
  #snapshot: GatheredSnapshot<T> = { items: new Map(), statuses: new Map() };
  #asked = false;

  constructor(source: LiveSource, { frame = (run) => void requestAnimationFrame(run) }: GatherOptions = {}) {
    this.#source = source;
    this.#frame = frame;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): GatheredSnapshot<T> => this.#snapshot;

  /** Follows these and no others; an empty list ends it. */
  follow(sources: readonly GatherSource<T>[]): void {
    const wanted = new Map(sources.map((source) => [source.id, source]));
    for (const [id, { key, stop }] of this.#followed) {
      const source = wanted.get(id);
      if (source !== undefined && JSON.stringify(source.query) === key) wanted.delete(id);
      else {
        stop();
        this.#followed.delete(id);
        this.#statuses.delete(id);
        this.#tell();
      }
    }
    for (const source of wanted.values()) this.#start(source);
  }

  #start({ id, query, read }: GatherSource<T>): void {
    const items = new Map<string, T>();
    let reader: ((row: Row) => T | undefined) | undefined;
    // the sink may be spoken to before subscribing has returned
    this.#followed.set(id, { key: JSON.stringify(query), items, stop: () => undefined });
    const { stop } = followRows(this.#source, query, {
      status: (status) => {
        this.#statuses.set(id, status);
        this.#tell();
      },
      columns: (columns) => {
        reader = read(columns);
      },
      change: (upsert, remove) => {
        for (const uid of remove) items.delete(uid);
        for (const row of upsert) {
          const item = reader?.(row);
          if (item === undefined) items.delete(row.uid);
          else items.set(row.uid, item);
        }
        this.#tell();
      },
      forget: (uids) => {
        for (const uid of uids) items.delete(uid);
        this.#tell();
      },
    });
    this.#followed.set(id, { key: JSON.stringify(query), items, stop });
  }

  #tell(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#frame(() => {
      this.#asked = false;
      this.#snapshot = {
        items: new Map([...this.#followed].map(([id, { items }]) => [id, new Map(items)])),
        statuses: new Map(this.#statuses),
      };
      for (const listener of this.#listeners) listener();
    });
  }
}
