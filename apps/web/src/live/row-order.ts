import type { Row } from './row.ts';
import { compareKeys, type SortKey } from './sort-key.ts';

/** How the person wants to see the rows. */
export interface ListView {
  /** undefined: by namespace and name, as the server lists them */
  readonly sortKey?: ((row: Row) => SortKey) | undefined;
  readonly descending?: boolean;
  /** undefined: every row */
  readonly matches?: ((row: Row) => boolean) | undefined;
  /** the bucket of a row that matches (its health, say); buckets are counted */
  readonly bucketOf?: ((row: Row) => string | undefined) | undefined;
  /** of those that match only rows of these buckets are shown; undefined: all */
  readonly buckets?: ReadonlySet<string> | undefined;
}

/** A row and its place; one object per row for its whole life, so that orders hold references only. */
export interface Entry {
  row: Row;
  key: SortKey;
  /** part of the current order */
  placed: boolean;
  /** matches, and so stands in the count of its bucket */
  counted: boolean;
  bucket: string | undefined;
  /** its place must be found anew (or given up) at the next recomputation */
  displaced: boolean;
  removed: boolean;
  /** milliseconds; 0: not since it was first shown */
  changedAt: number;
  /** counts changes, so that a glow can start again while one runs */
  changes: number;
  generation: number;
}

/**
 * Rows in order. A change costs comparisons in the number of changed rows only: the others keep their places and are
 * copied, never compared.
 */
export class RowOrder {
  #view: ListView = {};
  #entries: readonly Entry[] = [];
  readonly #counts = new Map<string, number>();

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** How many rows match, by bucket; also those of buckets that are not shown. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** Sorts everything anew for another view. */
  setView(view: ListView, all: Iterable<Entry>): void {
    this.#view = view;
    this.#counts.clear();
    const placed: Entry[] = [];
    for (const entry of all) {
      entry.counted = false;
      if (this.#place(entry)) placed.push(entry);
    }
    this.#entries = placed.sort(this.#compare);
  }

  /** Whether a new state of an entry keeps it where it is. */
  staysInPlace(entry: Entry, before: Row): boolean {
    const { row } = entry;
    if (!entry.placed || row.name !== before.name || row.namespace !== before.namespace) return false;
    return this.#matches(row) && this.#bucketOf(row) === entry.bucket && this.#keyOf(row) === entry.key;
  }

  /** Whether an entry that is not shown stays so. */
  staysOut(entry: Entry): boolean {
    if (entry.placed) return false;
    return entry.counted
      ? this.#matches(entry.row) && this.#bucketOf(entry.row) === entry.bucket
      : !this.#matches(entry.row);
  }

  /** Takes up the displaced entries. */
  update(displaced: Iterable<Entry>): void {
    const kept = this.#entries.filter((entry) => !entry.displaced);
    const added: Entry[] = [];
    for (const entry of displaced) if (this.#place(entry)) added.push(entry);
    added.sort(this.#compare);
    this.#entries = this.#merge(kept, added);
  }

  /** Finds each place by bisection: copying is cheap, comparing is not. */
  #merge(kept: readonly Entry[], added: readonly Entry[]): readonly Entry[] {
    if (added.length === 0) return kept;
    const merged: Entry[] = [];
    let from = 0;
    for (const entry of added) {
      let low = from;
      let high = kept.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        const other = kept[middle];
        if (other !== undefined && this.#compare(other, entry) < 0) low = middle + 1;
        else high = middle;
      }
      for (; from < low; from += 1) {
        const other = kept[from];
        if (other !== undefined) merged.push(other);
      }
      merged.push(entry);
    }
    for (; from < kept.length; from += 1) {
      const other = kept[from];
      if (other !== undefined) merged.push(other);
    }
    return merged;
  }

  #place(entry: Entry): boolean {
    if (entry.counted) this.#count(entry.bucket, -1);
    entry.displaced = false;
    entry.counted = !entry.removed && this.#matches(entry.row);
    entry.bucket = entry.counted ? this.#bucketOf(entry.row) : undefined;
    if (entry.counted) this.#count(entry.bucket, 1);
    const { buckets } = this.#view;
    entry.placed =
      entry.counted && (buckets === undefined || (entry.bucket !== undefined && buckets.has(entry.bucket)));
    if (entry.placed) entry.key = this.#keyOf(entry.row);
    return entry.placed;
  }

  #count(bucket: string | undefined, change: 1 | -1): void {
    if (bucket === undefined) return;
    const count = (this.#counts.get(bucket) ?? 0) + change;
    if (count > 0) this.#counts.set(bucket, count);
    else this.#counts.delete(bucket);
  }

  #bucketOf(row: Row): string | undefined {
    return this.#view.bucketOf?.(row);
  }

  #matches(row: Row): boolean {
    return this.#view.matches?.(row) ?? true;
  }

  #keyOf(row: Row): SortKey {
    return this.#view.sortKey?.(row) ?? null;
  }

  /** A total order: equal keys fall back to namespace, name and uid, so that no refresh ever swaps two rows. */
  readonly #compare = (a: Entry, b: Entry): number =>
    compareKeys(a.key, b.key, this.#view.descending ? -1 : 1) ||
    compareText(a.row.namespace, b.row.namespace) ||
    compareText(a.row.name, b.row.name) ||
    compareText(a.row.uid, b.row.uid);
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
