import type { Timers } from './timers.ts';

const SLICE_KEYS = 200;

/**
 * A queue of keys to reconcile, each at most once at a time. Work is done in slices from a timer, so a burst of changes
 * neither recurses through the store's synchronous listeners nor blocks requests. What throws is tried again with back-off.
 */
export class WorkQueue {
  readonly #timers: Timers;
  readonly #process: (key: string) => void;
  readonly #pending = new Set<string>();
  readonly #later = new Map<string, { due: number; cancel: () => void }>();
  readonly #failures = new Map<string, number>();
  readonly #now: () => number;
  #cancelDrain: (() => void) | undefined;
  #stopped = false;

  constructor(timers: Timers, now: () => number, process: (key: string) => void) {
    this.#timers = timers;
    this.#now = now;
    this.#process = process;
  }

  add(key: string): void {
    if (this.#stopped) return;
    this.#pending.add(key);
    this.#cancelDrain ??= this.#timers.after(0, () => this.#drain());
  }

  /** Adds the key after `ms`; of several the earliest counts. */
  addAfter(key: string, ms: number): void {
    if (this.#stopped) return;
    const due = this.#now() + ms;
    const waiting = this.#later.get(key);
    if (waiting && waiting.due <= due && waiting.due > this.#now()) return;
    waiting?.cancel();
    const cancel = this.#timers.after(Math.max(ms, 0), () => {
      this.#later.delete(key);
      this.add(key);
    });
    this.#later.set(key, { due, cancel });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelDrain?.();
    for (const { cancel } of this.#later.values()) cancel();
    this.#later.clear();
    this.#pending.clear();
  }

  #drain(): void {
    this.#cancelDrain = undefined;
    let budget = SLICE_KEYS;
    for (const key of this.#pending) {
      if (budget-- === 0) break;
      this.#pending.delete(key);
      try {
        this.#process(key);
        this.#failures.delete(key);
      } catch {
        const failures = (this.#failures.get(key) ?? 0) + 1;
        this.#failures.set(key, failures);
        this.addAfter(key, Math.min(50 * 2 ** failures, 30_000));
      }
    }
    if (this.#pending.size > 0) this.#cancelDrain ??= this.#timers.after(0, () => this.#drain());
  }
}
