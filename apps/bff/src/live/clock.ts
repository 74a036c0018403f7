/** Time and chance as values, so that tests move them by hand. */
export interface Clock {
  /** epoch milliseconds */
  now(): number;
  /** Runs once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
  /** 0 ≤ x < 1 */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    // a pending heartbeat or back-off must not keep a process alive that shuts down
    timer.unref();
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
