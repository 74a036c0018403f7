import { logTimeKey } from '@quarterdeck/shared/log-time';

/** A follower's lines come late by the way from its node: for so long a newer line of another source waits for them. */
const WINDOW_MS = 100;
/** A source whose stored lines still come is waited for as long as it is not silent for so long. */
const CATCH_UP_MS = 150;
/** The first lines wait for every source's answer, but not for longer than a person notices. */
const OPEN_MS = 200;
/** No line is kept back longer than this, whatever another source does. */
const LONGEST_MS = 1000;
/** Lines of the last moments are what a source writes now. */
const NOW_MS = 2000;

export interface MergeOptions {
  /** all sources end: each is waited for as long as it takes, so that the order is exact */
  readonly exact: boolean;
}

interface Entry<T> {
  readonly item: T;
  /** sorts as time does; "" sorts first */
  readonly key: string;
  readonly size: number;
  readonly arrived: number;
  readonly mark: boolean;
}

interface Source<T> {
  readonly number: number;
  queue: Entry<T>[];
  /** first entry of `queue` that is still there */
  from: number;
  bytes: number;
  lastKey: string;
  state: 'opening' | 'catching-up' | 'live' | 'silent';
  heard: number;
}

/**
 * Puts the lines of several sources in the order of their time stamps. The lines of one source keep their order, whatever
 * their stamps: only the first of each is compared. What cannot be known, whether a source that is silent now has an older
 * line on its way, is settled by waiting a moment.
 */
export class LogMerge<T> {
  readonly #exact: boolean;
  readonly #sources = new Map<number, Source<T>>();
  /** sources with entries, the one with the oldest first entry on top */
  readonly #heap: Source<T>[] = [];
  #size = 0;
  #nowKey = '';
  #nowKeyAt = 0;

  constructor({ exact }: MergeOptions) {
    this.#exact = exact;
  }

  /** Entries that are held. */
  get size(): number {
    return this.#size;
  }

  get sources(): number {
    return this.#sources.size;
  }

  /** A source has yet to answer, or its stored lines still come. */
  get isOpening(): boolean {
    for (const { state } of this.#sources.values()) if (state === 'opening' || state === 'catching-up') return true;
    return false;
  }

  /** A source that will be heard of, once it has been asked. */
  open(source: number): void {
    this.#sources.set(source, {
      number: source,
      queue: [],
      from: 0,
      bytes: 0,
      lastKey: '',
      state: 'opening',
      heard: Number.POSITIVE_INFINITY,
    });
  }

  /** It is asked now: its answer is waited for from here on. */
  asked(source: number, now: number): void {
    const its = this.#sources.get(source);
    if (its) its.heard = now;
  }

  /** Its answer, or more of it, has come. */
  heard(source: number, now: number): void {
    const its = this.#sources.get(source);
    if (!its) return;
    its.heard = now;
    if (its.state === 'opening' || its.state === 'silent') its.state = 'catching-up';
  }

  /** Nothing of it is to be waited for: it ended, waits for its container or was cut. */
  silent(source: number): void {
    const its = this.#sources.get(source);
    if (its) its.state = 'silent';
  }

  /** It will never be heard of again; what is held of it still comes. */
  close(source: number): void {
    const its = this.#sources.get(source);
    if (!its) return;
    its.state = 'silent';
    this.#sources.delete(source);
  }

  line(source: number, time: string, size: number, item: T, now: number): void {
    const its = this.#sources.get(source);
    if (!its) return;
    // a line without a stamp belongs behind the one before it
    const key = time === '' ? its.lastKey : logTimeKey(time);
    if (its.state !== 'live' && key >= this.#keyOfNow(now)) its.state = 'live';
    this.#push(its, { item, key, size, arrived: now, mark: false });
  }

  /** Something that stands between two lines of a source. */
  mark(source: number, item: T, now: number): void {
    const its = this.#sources.get(source);
    if (its) this.#push(its, { item, key: its.lastKey, size: 0, arrived: now, mark: true });
  }

  /** What is held of a source. */
  held(source: number): { readonly lines: number; readonly bytes: number } {
    const its = this.#sources.get(source);
    return its ? { lines: its.queue.length - its.from, bytes: its.bytes } : { lines: 0, bytes: 0 };
  }

  /** Hands over what is due, in order, until `take` says that it is enough. */
  release(now: number, take: (item: T, source: number) => boolean): void {
    const awaited = { until: this.#awaitedUntil(now), any: this.#anySilentLive() };
    for (;;) {
      const top = this.#heap[0];
      const entry = top?.queue[top.from];
      if (!top || !entry || !this.#isDue(entry, awaited, now)) return;
      this.#shift(top, entry);
      if (top.from === top.queue.length) {
        this.#drop();
        if (top.state === 'live') awaited.any = true;
        else if (top.state !== 'silent') awaited.until = Math.max(awaited.until, this.#waitFor(top));
      } else this.#down(0);
      if (!take(entry.item, top.number)) return;
    }
  }

  /** The newest of what is held, as it would be in order if nothing else came. */
  newest(most: number): readonly { readonly item: T; readonly source: number }[] {
    const found: { readonly item: T; readonly source: number; readonly key: string }[] = [];
    for (const { number, queue, from } of this.#sources.values())
      for (const { item, key, mark } of queue.slice(Math.max(from, queue.length - most)))
        if (!mark) found.push({ item, source: number, key });
    return found.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).slice(-most);
  }

  #isDue(entry: Entry<T>, awaited: { readonly until: number; readonly any: boolean }, now: number): boolean {
    if (entry.mark) return true;
    const age = now - entry.arrived;
    if (this.#exact) return awaited.until <= now && !awaited.any;
    if (awaited.until > now && age < LONGEST_MS) return false;
    return !awaited.any || age >= WINDOW_MS || this.#sources.size === 1;
  }

  /** Until when an empty source that has not caught up is waited for. */
  #waitFor(source: Source<T>): number {
    if (this.#exact) return Number.POSITIVE_INFINITY;
    return source.heard + (source.state === 'opening' ? OPEN_MS : CATCH_UP_MS);
  }

  #awaitedUntil(now: number): number {
    let until = 0;
    if (this.#sources.size === 1 && !this.#exact) return until;
    for (const source of this.#sources.values()) {
      if (source.state === 'silent' || source.state === 'live' || source.from < source.queue.length) continue;
      const wait = this.#waitFor(source);
      if (wait > now) until = Math.max(until, wait);
      else if (source.state === 'catching-up') source.state = 'live';
    }
    return until;
  }

  #anySilentLive(): boolean {
    for (const { state, from, queue } of this.#sources.values())
      if (state === 'live' && from === queue.length) return true;
    return false;
  }

  #keyOfNow(now: number): string {
    if (now - this.#nowKeyAt > 100) {
      this.#nowKeyAt = now;
      this.#nowKey = logTimeKey(new Date(now - NOW_MS).toISOString());
    }
    return this.#nowKey;
  }

  #push(source: Source<T>, entry: Entry<T>): void {
    source.lastKey = entry.key;
    source.bytes += entry.size;
    source.queue.push(entry);
    this.#size += 1;
    if (source.queue.length - source.from > 1) return;
    this.#heap.push(source);
    this.#up(this.#heap.length - 1);
  }

  #shift(source: Source<T>, entry: Entry<T>): void {
    source.from += 1;
    source.bytes -= entry.size;
    this.#size -= 1;
    // what was handed over must not be kept alive by its queue
    if (source.from >= 256 && source.from * 2 >= source.queue.length) {
      source.queue = source.queue.slice(source.from);
      source.from = 0;
    }
  }

  /** Takes the top away, which has nothing left. */
  #drop(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#down(0);
  }

  #before(a: number, b: number): boolean {
    const x = this.#heap[a];
    const y = this.#heap[b];
    const left = x?.queue[x.from]?.key ?? '';
    const right = y?.queue[y.from]?.key ?? '';
    return left < right || (left === right && (x?.number ?? 0) < (y?.number ?? 0));
  }

  #swap(a: number, b: number): void {
    const x = this.#heap[a];
    const y = this.#heap[b];
    if (x && y) {
      this.#heap[a] = y;
      this.#heap[b] = x;
    }
  }

  #up(at: number): void {
    for (let child = at; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (!this.#before(child, parent)) return;
      this.#swap(child, parent);
      child = parent;
    }
  }

  #down(at: number): void {
    for (let parent = at; ; ) {
      const left = 2 * parent + 1;
      const right = left + 1;
      let first = parent;
      if (left < this.#heap.length && this.#before(left, first)) first = left;
      if (right < this.#heap.length && this.#before(right, first)) first = right;
      if (first === parent) return;
      this.#swap(parent, first);
      parent = first;
    }
  }
}
