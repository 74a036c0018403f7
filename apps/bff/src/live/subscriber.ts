import type { LiveColumn, LiveColumnsFrame, LiveStateFrame } from '@quarterdeck/shared/live-protocol';
import { LiveMeters } from '../telemetry/meters.ts';
import type { Clock } from './clock.ts';
import { objectOnWire, rowOnWire } from './row-text.ts';
import type { WatchState } from './watch-health.ts';

/** A frame larger than this is split. A single row may be larger. */
const MAX_FRAME_BYTES = 64 * 1024;
/** No more is written while this much waits for a slow browser. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
const FLUSH_MS = 50;

/** Where frames go: one WebSocket, or a test's. */
interface FrameSink {
  readonly bufferedAmount: number;
  send(text: string): void;
}

/** Where a row's present text is looked up when it is time to send it. */
export interface RowTexts {
  get(uid: string): string | undefined;
}

export interface SubscriberOptions {
  readonly id: number;
  readonly mode: 'rows' | 'objects';
  readonly sink: FrameSink;
  readonly clock: Clock;
  readonly meters?: LiveMeters;
}

/**
 * One subscription of one socket. Remembers only which rows changed, not how: what is sent is the row as it is then. So there
 * is at most one pending change per uid, and a slow browser gets fewer, newer rows.
 */
export class Subscriber {
  readonly #options: SubscriberOptions;
  /** In the order of their first change. */
  readonly #pending = new Map<string, RowTexts>();
  readonly #meters: LiveMeters;
  /** when the oldest of the pending changes came */
  #pendingSince = 0;
  #columns: readonly LiveColumn[] | null = null;
  #state: LiveStateFrame | null = null;
  /** Pending rows that must go before the state does: "live" is said when the rows it speaks of are there. */
  #rowsBeforeState = 0;
  #reset = true;
  #seq = 0;
  #lastFlush = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | null = null;
  #closed = false;

  constructor(options: SubscriberOptions) {
    this.#options = options;
    this.#meters = options.meters ?? new LiveMeters();
  }

  /** Rows and removals that wait to be sent. */
  get pending(): number {
    return this.#pending.size;
  }

  columns(columns: readonly LiveColumn[]): void {
    this.#columns = columns;
  }

  changed(uid: string, rows: RowTexts): void {
    const before = this.#pending.size;
    if (before === 0) this.#pendingSince = this.#options.clock.now();
    this.#pending.set(uid, rows);
    this.#meters.changes += 1;
    if (this.#pending.size === before) this.#meters.coalesced += 1;
  }

  state({ state, since, remaining, problem }: WatchState, loaded: number): void {
    this.#state = {
      type: 'state',
      id: this.#options.id,
      state,
      loaded,
      since,
      ...(remaining === undefined ? {} : { remaining }),
      ...(problem === undefined ? {} : { problem }),
    };
    this.#rowsBeforeState = state === 'live' ? this.#pending.size : 0;
  }

  /** All changes that came together were told: send now, or when the pace allows. */
  settled(): void {
    if (this.#closed || this.#cancelTimer !== null) return;
    // The pace is for rows: a state alone is told at once.
    const wait = this.#pending.size === 0 ? 0 : this.#lastFlush + FLUSH_MS - this.#options.clock.now();
    if (wait <= 0) this.#flush();
    else this.#later(wait);
  }

  close(): void {
    this.#closed = true;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#pending.clear();
  }

  #later(ms: number): void {
    this.#cancelTimer = this.#options.clock.after(ms, () => {
      this.#cancelTimer = null;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#pending.size === 0 && this.#columns === null && this.#state === null) return;
    const { sink, clock, id } = this.#options;
    const now = clock.now();
    const changes = this.#pending.size;
    if (changes > 0) this.#lastFlush = now;
    if (sink.bufferedAmount <= MAX_BUFFERED_BYTES) {
      if (this.#columns !== null) {
        sink.send(JSON.stringify({ type: 'columns', id, columns: this.#columns } satisfies LiveColumnsFrame));
        this.#columns = null;
      }
      while (this.#pending.size > 0 && sink.bufferedAmount <= MAX_BUFFERED_BYTES) this.#sendRows();
      this.#sendState();
    }
    if (changes > 0 && this.#pending.size === 0) this.#meters.waited((now - this.#pendingSince) / 1000);
    else if (this.#pending.size > 0) this.#meters.held += 1;
    if (this.#pending.size > 0 || this.#columns !== null || this.#state !== null) this.#later(FLUSH_MS);
  }

  #sendState(): void {
    if (this.#state === null || this.#rowsBeforeState > 0) return;
    // An empty list has no row to say that what a browser still shows from before is void.
    if (this.#state.state === 'live' && this.#reset) this.#sendRows();
    this.#options.sink.send(JSON.stringify(this.#state));
    this.#state = null;
  }

  #sendRows(): void {
    const { id, mode, sink } = this.#options;
    const upsert: string[] = [];
    const remove: string[] = [];
    let bytes = 0;
    for (const [uid, rows] of this.#pending) {
      const text = rows.get(uid);
      const wire =
        text === undefined ? JSON.stringify(uid) : mode === 'rows' ? rowOnWire(uid, text) : objectOnWire(text);
      const size = Buffer.byteLength(wire) + 1;
      if (bytes > 0 && bytes + size > MAX_FRAME_BYTES - 100) break;
      bytes += size;
      this.#pending.delete(uid);
      if (this.#rowsBeforeState > 0) this.#rowsBeforeState -= 1;
      (text === undefined ? remove : upsert).push(wire);
    }
    const reset = this.#reset ? '"reset":true,' : '';
    this.#reset = false;
    const head = `{"type":"${mode}","id":${id},"seq":${this.#seq},${reset}`;
    this.#seq += 1;
    this.#meters.frames += 1;
    this.#meters.sent += upsert.length + remove.length;
    sink.send(`${head}"upsert":[${upsert.join(',')}],"remove":[${remove.join(',')}]}`);
  }
}
