import type { LiveState } from '@quarterdeck/shared/live-protocol';
import type { Problem } from '@quarterdeck/shared/problem';
import type { Clock } from './clock.ts';

/** What is true about one upstream watch. */
export interface WatchState {
  readonly state: LiveState;
  /** as in LiveStateFrame */
  readonly since: number;
  readonly remaining?: number;
  readonly problem?: Problem;
}

/** Failing this long makes rows stale. */
const STALE_AFTER_MS = 10_000;

/** Tells the truth about a watch: remembers when its rows were last known true and when failing became being stale. */
export class WatchHealth {
  readonly #clock: Clock;
  readonly #report: (state: WatchState) => void;
  #current: WatchState;
  #problem: Problem | undefined;
  #loaded = false;
  #lastHeard: number;
  #cancelStale: (() => void) | null = null;

  constructor(clock: Clock, report: (state: WatchState) => void) {
    this.#clock = clock;
    this.#report = report;
    this.#lastHeard = clock.now();
    this.#current = { state: 'loading', since: this.#lastHeard };
  }

  get current(): WatchState {
    return this.#current;
  }

  get lastHeard(): number {
    return this.#lastHeard;
  }

  /** Bytes came. */
  heard(): void {
    this.#lastHeard = this.#clock.now();
  }

  /** The first list goes on; a later one stays what it was (reconnecting, stale), since its rows are there. */
  progress(remaining: number | undefined): void {
    if (this.#loaded || this.#current.state !== 'loading') return;
    this.#set({ state: 'loading', since: this.#current.since, ...(remaining === undefined ? {} : { remaining }) });
  }

  /** A list begins after access was refused or the resource was gone. */
  startOver(): void {
    if (this.#current.state !== 'denied' && this.#current.state !== 'gone') return;
    this.#loaded = false;
  }

  /** The list is complete. */
  listed(): void {
    this.#loaded = true;
  }

  /** All is here and watched; `problem` says what nevertheless is not as it should be. */
  live(problem?: Problem): void {
    this.#settle();
    const was = this.#current;
    const since = was.state === 'live' ? was.since : this.#clock.now();
    if (was.state === 'live' && was.problem?.code === problem?.code) return;
    this.#set({ state: 'live', since, ...(problem ? { problem } : {}) });
  }

  /** The watch was cut, or could not be opened. */
  lost(problem?: Problem): void {
    this.#problem = problem ?? this.#problem;
    if (this.#cancelStale !== null || this.#current.state === 'stale') {
      if (problem && problem.code !== this.#current.problem?.code) this.#set({ ...this.#current, problem });
      return;
    }
    const since = this.#loaded ? this.#lastHeard : this.#current.since;
    this.#cancelStale = this.#clock.after(STALE_AFTER_MS, () => this.#stale(since));
    this.#set({ state: this.#loaded ? 'reconnecting' : 'loading', since, ...(problem ? { problem } : {}) });
  }

  /** Refused in a way that another try in a moment will not change. */
  refused(state: 'denied' | 'gone' | 'stale', problem: Problem): void {
    this.#settle();
    if (state !== 'stale') this.#loaded = false;
    const same = this.#current.state === state && this.#current.problem?.code === problem.code;
    if (!same) this.#set({ state, since: state === 'stale' ? this.#lastHeard : this.#clock.now(), problem });
  }

  stop(): void {
    this.#settle();
  }

  #stale(since: number): void {
    this.#set({ state: 'stale', since, ...(this.#problem ? { problem: this.#problem } : {}) });
  }

  #settle(): void {
    this.#cancelStale?.();
    this.#cancelStale = null;
    this.#problem = undefined;
  }

  #set(state: WatchState): void {
    this.#current = state;
    this.#report(state);
  }
}
