import type { Row } from './row.ts';
import type { RowSnapshot, RowStore } from './row-store.ts';

/** How much is selected. */
export interface SelectionSummary {
  readonly count: number;
  /** of those in the list as it is filtered now */
  readonly shown: number;
}

const NONE: SelectionSummary = { count: 0, shown: 0 };

/**
 * The selected rows, by uid: it holds whatever the list is sorted and filtered by, and whatever the rows become; rows that are
 * deleted leave it. News of a row costs it nothing: it is told of choices and of deletions only.
 */
export class Selection {
  readonly #uids: Set<string>;
  readonly #listeners = new Set<() => void>();
  readonly #rowListeners = new Map<string, Set<() => void>>();
  #store: RowStore | undefined;
  /** where a range begins */
  #anchor: string | undefined;
  #summary = NONE;
  #summaryOf: RowSnapshot | undefined;

  constructor(uids: Iterable<string> = []) {
    this.#uids = new Set(uids);
  }

  // -- reading

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Is told when that one row is selected, or not any more. */
  subscribeRow(uid: string, listener: () => void): () => void {
    const listeners = this.#rowListeners.get(uid) ?? new Set();
    this.#rowListeners.set(uid, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#rowListeners.get(uid) === listeners) this.#rowListeners.delete(uid);
    };
  }

  has(uid: string): boolean {
    return this.#uids.has(uid);
  }

  readonly getSize = (): number => this.#uids.size;

  uids(): readonly string[] {
    return [...this.#uids];
  }

  /** The selected rows as they are now. */
  rows(): readonly Row[] {
    return [...this.#uids].flatMap((uid) => this.#store?.getRow(uid) ?? []);
  }

  /** How many are selected and shown. Counted anew only when the selection or the order has changed. */
  readonly getSummary = (): SelectionSummary => {
    const store = this.#store;
    const snapshot = store?.getSnapshot();
    if (store === undefined || snapshot === this.#summaryOf) return this.#summary;
    this.#summaryOf = snapshot;
    const count = this.#uids.size;
    let shown = 0;
    for (const uid of this.#uids) if (store.shows(uid)) shown += 1;
    if (count !== this.#summary.count || shown !== this.#summary.shown) this.#summary = { count, shown };
    return this.#summary;
  };

  // -- the rows that are there

  /**
   * Follows the rows of a store until the returned function is called. What a new store lacks is not dropped before it is
   * complete: see {@link prune}.
   */
  follow(store: RowStore): () => void {
    this.#store = store;
    this.#tell([]);
    return store.subscribeGone((uids) => this.#drop(uids));
  }

  /** Drops what is not in the store: call it when the list is complete. */
  prune(store: RowStore): void {
    this.#drop([...this.#uids].filter((uid) => store.getRow(uid) === undefined));
  }

  // -- the person's choices

  /** Selects a row, or takes it out; the next range begins there. */
  toggle(uid: string): void {
    this.#anchor = uid;
    if (!this.#uids.delete(uid)) this.#uids.add(uid);
    this.#tell([uid]);
  }

  /** A row was chosen without being selected: the next range begins there. */
  setAnchor(uid: string): void {
    this.#anchor = uid;
  }

  /** Selects all from the row that was chosen last (else from `active`) to this one, in the order shown. */
  extendTo(uid: string, active?: string): void {
    const order = this.#store?.getSnapshot().order ?? [];
    const to = order.indexOf(uid);
    if (to < 0) return;
    const start = [this.#anchor, active, uid].find((candidate) => candidate !== undefined && order.includes(candidate));
    this.#anchor = start;
    const from = start === undefined ? to : order.indexOf(start);
    this.#add(order.slice(Math.min(from, to), Math.max(from, to) + 1));
  }

  /** Selects every row that the list shows, in sight or not. */
  selectShown(): void {
    this.#add(this.#store?.getSnapshot().order ?? []);
  }

  clear(): void {
    const uids = [...this.#uids];
    this.#uids.clear();
    this.#anchor = undefined;
    if (uids.length > 0) this.#tell(uids);
  }

  #add(uids: readonly string[]): void {
    const added = uids.filter((uid) => !this.#uids.has(uid));
    for (const uid of added) this.#uids.add(uid);
    if (added.length > 0) this.#tell(added);
  }

  #drop(uids: readonly string[]): void {
    const dropped = uids.filter((uid) => this.#uids.delete(uid));
    if (dropped.length > 0) this.#tell(dropped);
  }

  #tell(uids: readonly string[]): void {
    this.#summaryOf = undefined;
    // few rows are on screen, many may have changed
    if (uids.length > this.#rowListeners.size) {
      for (const listeners of [...this.#rowListeners.values()]) for (const listener of [...listeners]) listener();
    } else for (const uid of uids) for (const listener of [...(this.#rowListeners.get(uid) ?? [])]) listener();
    for (const listener of [...this.#listeners]) listener();
  }
}
