/** The only source of delays in controllers and kubelets, so that tests move time. The time of day is `store.now()`. */
export interface Timers {
  /** Calls back once after `ms`; the returned function cancels it. */
  after(ms: number, callback: () => void): () => void;
}

/** Timers of the process; they never keep it alive. */
export const realTimers: Timers = {
  after(ms, callback) {
    const handle = setTimeout(callback, Math.min(ms, 2 ** 31 - 1));
    handle.unref();
    return () => clearTimeout(handle);
  },
};
