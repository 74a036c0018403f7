import type { LiveColumn, LiveRowsFrame } from '@quarterdeck/shared/live-protocol';
import { browserClock, type LiveClock } from './live-clock.ts';
import { type Row, rowOfWire } from './row.ts';
import { type Entry, type ListView, RowOrder } from './row-order.ts';
import { sameRow } from './same-row.ts';
import { Tape, type Transition } from './tape.ts';

/** What the list shows; a new object whenever anything but single rows changed. */
export interface RowSnapshot {
  /** uids in order, filtered */
  readonly order: readonly string[];
  /** rows that are there, filtered or not */
  readonly total: number;
  /** how many match, by bucket of the view; also those of buckets that are not shown */
  readonly counts: ReadonlyMap<string, number>;
}

export interface RowStoreOptions {
  readonly clock?: LiveClock;
  /** Runs once at the next animation frame. */
  readonly frame?: (run: () => void) => void;
}

/** Rows jumping about cannot be read, and sorting is the only cost that grows with the list. */
const ORDER_INTERVAL_MS = 250;
const EMPTY: RowSnapshot = { order: [], total: 0, counts: new Map() };

/**
 * The rows of one live list. An event costs the same in a list of ten and of a hundred thousand: the row is noted under its
 * uid; once per animation frame the changed rows are told, and at most four times a second the order is brought up to date.
 */
export class RowStore {
  readonly #clock: LiveClock;
  readonly #frame: (run: () => void) => void;
  readonly #entries = new Map<string, Entry>();
  readonly #order = new RowOrder();
  /** what happened since the list was first complete */
  readonly tape = new Tape();
  readonly #listeners = new Set<() => void>();
  readonly #rowListeners = new Map<string, Set<() => void>>();
  readonly #changed = new Set<string>();
  readonly #goneListeners = new Set<(uids: readonly string[]) => void>();
  readonly #gone = new Set<string>();
  readonly #displaced = new Set<Entry>();
  #beside: ((row: Row) => Row) | undefined;
  #silentColumns: ReadonlySet<number> = new Set();
  #rechecked = this.#entries.values();
  #snapshot = EMPTY;
  #total = 0;
  #lastOrderAt = Number.NEGATIVE_INFINITY;
  #frameAsked = false;
  #cancelOrder: (() => void) | undefined;
  #generation = 0;
  #mustSweep = false;
  #live = false;
  #wasLive = false;
  #held = false;

  constructor({ clock = browserClock, frame = (run) => void requestAnimationFrame(run) }: RowStoreOptions = {}) {
    this.#clock = clock;
    this.#frame = frame;
  }

  // -- reading

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): RowSnapshot => this.#snapshot;

  /** Is told when that one row changed. */
  subscribeRow(uid: string, listener: () => void): () => void {
    const listeners = this.#rowListeners.get(uid) ?? new Set();
    this.#rowListeners.set(uid, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#rowListeners.get(uid) === listeners) this.#rowListeners.delete(uid);
    };
  }

  /** Is told, once per frame, of rows that are not there any more. */
  subscribeGone(listener: (uids: readonly string[]) => void): () => void {
    this.#goneListeners.add(listener);
    return () => this.#goneListeners.delete(listener);
  }

  /** Whether a row is in the order as it is filtered now. */
  shows(uid: string): boolean {
    return this.#entries.get(uid)?.placed === true;
  }

  /** Whether a row is not there any more: it may still stand in the order, which waits while rows are held. */
  isGone(uid: string): boolean {
    return this.#entries.get(uid)?.removed !== false;
  }

  /** The newest state of a row; a row that is gone keeps its last one until the order has closed the gap. */
  getRow(uid: string): Row | undefined {
    return this.#entries.get(uid)?.row;
  }

  /** Epoch milliseconds of the last change that is worth a glow (0: none), and how many there were. */
  changeOf(uid: string): { readonly at: number; readonly count: number } {
    const entry = this.#entries.get(uid);
    return { at: entry?.changedAt ?? 0, count: entry?.changes ?? 0 };
  }

  /** About `count` rows from all over the list, filtered or not. */
  sample(count: number): readonly Row[] {
    const step = Math.max(1, Math.floor(this.#entries.size / count));
    const rows: Row[] = [];
    let i = 0;
    for (const { row } of this.#entries.values()) if (i++ % step === 0) rows.push(row);
    return rows;
  }

  // -- the person's wishes: at once

  setView(view: ListView): void {
    this.#forgetRemoved();
    this.#displaced.clear();
    this.#order.setView(view, this.#entries.values());
    this.#publish();
  }

  /**
   * Keeps every row in its place (true) until told otherwise (false): what is under the pointer must not change at the moment
   * of the click. Rows go on changing; only their order, those that come and those that go wait.
   */
  hold(on: boolean): void {
    if (this.#held === on) return;
    this.#held = on;
    if (!on && this.#displaced.size > 0) this.#askFrame();
  }

  /**
   * Values of other objects than the rows' own, which stand behind the fields that the server sends (`own` of them). They are no news
   * of the rows: nothing glows, nothing is taped.
   */
  setBeside(own: number, valuesOf: (row: Row) => readonly unknown[]): void {
    this.#beside = (row) => {
      const fields = Array.from({ length: own }, (_, i) => row.fields[i]);
      return { ...row, fields: [...fields, ...valuesOf(row)] };
    };
    for (const entry of this.#entries.values()) if (!entry.removed) this.#replace(entry, this.#beside(entry.row));
    this.#askFrame();
  }

  // -- the server's news: once per frame

  setColumns(columns: readonly LiveColumn[]): void {
    this.#silentColumns = new Set(columns.flatMap(({ name }, i) => (name === 'Age' ? [i] : [])));
  }

  /**
   * Applies a frame. A reset voids all earlier rows, yet they stay on screen until their successors are there (see
   * {@link setLive}): a list that is read anew must not flash an empty table.
   */
  apply({ reset, upsert, remove }: Pick<LiveRowsFrame, 'reset' | 'upsert' | 'remove'>): void {
    if (reset) {
      this.#generation += 1;
      this.#mustSweep = true;
    }
    for (const uid of remove) this.#remove(uid);
    for (const wire of upsert) {
      const row = rowOfWire(wire);
      this.#upsert(this.#beside?.(row) ?? row);
    }
    this.#askFrame();
  }

  /** Whether the list is complete and watched; when it becomes so, rows that the last reset voided go. */
  setLive(live: boolean): void {
    const completed = live && !this.#live;
    this.#live = live;
    this.#wasLive ||= live;
    if (!completed) return;
    this.#lastOrderAt = Number.NEGATIVE_INFINITY;
    this.#askFrame();
  }

  /** Drops rows of which nothing may be known any more; that they are gone is no news of the cluster. */
  forget(uids: readonly string[]): void {
    for (const uid of uids) this.#remove(uid, true);
    this.#askFrame();
  }

  /**
   * Looks again at some of the rows, in turn: what the clock has made of them (a start that has become late) changes their
   * bucket and their place without news from the server.
   */
  recheck(count: number): void {
    for (let i = Math.min(count, this.#entries.size); i > 0; i -= 1) {
      let next = this.#rechecked.next();
      if (next.done) {
        this.#rechecked = this.#entries.values();
        next = this.#rechecked.next();
      }
      const entry = next.value;
      if (entry === undefined || entry.displaced) continue;
      if (!this.#order.staysInPlace(entry, entry.row) && !this.#order.staysOut(entry)) this.#displace(entry);
    }
    if (this.#displaced.size > 0) this.#askFrame();
  }

  /** Drops every row at once: what they say may not be shown any more. */
  clear(): void {
    this.#live = false;
    this.#wasLive = false;
    this.tape.clear();
    for (const uid of this.#entries.keys()) this.#remove(uid);
    this.#mustSweep = false;
    this.#askFrame();
  }

  #upsert(row: Row): void {
    const entry = this.#entries.get(row.uid);
    if (entry === undefined || entry.removed) {
      this.#add(row);
      return;
    }
    entry.generation = this.#generation;
    const before = entry.row;
    if (this.#replace(entry, row)) this.#note(entry, 'changed', before);
  }

  /** Whether the new state of a row shows something else than the one before. */
  #replace(entry: Entry, row: Row): boolean {
    const before = entry.row;
    if (sameRow(before, row, this.#silentColumns)) return false;
    entry.row = row;
    if (!entry.displaced && !this.#order.staysInPlace(entry, before) && !this.#order.staysOut(entry))
      this.#displace(entry);
    this.#changed.add(row.uid);
    return true;
  }

  #add(row: Row): void {
    // one of the same uid that was removed a moment ago stays displaced: it is still to leave the order and the counts
    const entry: Entry = {
      row,
      key: null,
      placed: false,
      counted: false,
      bucket: undefined,
      displaced: false,
      removed: false,
      changedAt: 0,
      changes: 0,
      generation: this.#generation,
    };
    this.#entries.set(row.uid, entry);
    this.#gone.delete(row.uid);
    this.#total += 1;
    this.#note(entry, 'added');
    this.#displace(entry);
    this.#changed.add(row.uid);
  }

  #remove(uid: string, quietly = false): void {
    const entry = this.#entries.get(uid);
    if (entry === undefined || entry.removed) return;
    entry.removed = true;
    if (this.#goneListeners.size > 0) this.#gone.add(uid);
    this.#total -= 1;
    if (!quietly) this.#note(entry, 'removed');
    this.#displace(entry);
    this.#changed.add(uid);
  }

  #displace(entry: Entry): void {
    entry.displaced = true;
    this.#displaced.add(entry);
  }

  /**
   * The first list is no news: nothing glows and nothing is taped until the list has been live. A list that is read anew after
   * a cut tells by its differences what was missed.
   */
  #note(entry: Entry, type: Transition['type'], before?: Row): void {
    if (!this.#wasLive) return;
    const time = this.#clock.now();
    entry.changedAt = time;
    entry.changes += 1;
    this.tape.add(type, entry.row, before, time);
  }

  #askFrame(): void {
    if (this.#frameAsked) return;
    this.#frameAsked = true;
    this.#frame(() => {
      this.#frameAsked = false;
      this.#commit();
    });
  }

  #commit(): void {
    if (this.#mustSweep && this.#live) {
      this.#mustSweep = false;
      for (const [uid, entry] of this.#entries) if (entry.generation !== this.#generation) this.#remove(uid);
    }
    this.#tellRows();
    this.#tellGone();
    this.tape.tell();
    if (this.#displaced.size === 0 || (this.#held && this.#snapshot.order.length > 0)) return;
    const wait = this.#lastOrderAt + ORDER_INTERVAL_MS - this.#clock.now();
    if (wait <= 0) this.#reorder();
    else
      this.#cancelOrder ??= this.#clock.after(wait, () => {
        this.#cancelOrder = undefined;
        this.#askFrame();
      });
  }

  #reorder(): void {
    this.#order.update(this.#displaced);
    this.#forgetRemoved();
    this.#displaced.clear();
    this.#publish();
  }

  #forgetRemoved(): void {
    for (const entry of this.#displaced)
      if (entry.removed && this.#entries.get(entry.row.uid) === entry) this.#entries.delete(entry.row.uid);
  }

  #publish(): void {
    this.#cancelOrder?.();
    this.#cancelOrder = undefined;
    this.#lastOrderAt = this.#clock.now();
    this.#snapshot = {
      order: this.#order.entries.map((entry) => entry.row.uid),
      total: this.#total,
      counts: new Map(this.#order.counts),
    };
    for (const listener of this.#listeners) listener();
  }

  #tellRows(): void {
    // few rows are on screen: ask for each of those whether it changed, when many did
    if (this.#changed.size > this.#rowListeners.size) {
      for (const [uid, listeners] of this.#rowListeners)
        if (this.#changed.has(uid)) for (const listener of [...listeners]) listener();
    } else for (const uid of this.#changed) for (const listener of [...(this.#rowListeners.get(uid) ?? [])]) listener();
    this.#changed.clear();
  }

  #tellGone(): void {
    if (this.#gone.size === 0) return;
    const uids = [...this.#gone];
    this.#gone.clear();
    for (const listener of [...this.#goneListeners]) listener(uids);
  }
}
