const FIRST_MS = 500;
const CAP_MS = 15_000;
const GOING_AWAY_MS = 300;

/**
 * Milliseconds before the next attempt: doubles up to a cap, half of it random, so that the tabs of a whole team do not come
 * back in step after an outage.
 */
export function backOff(failures: number, random: () => number): number {
  const full = Math.min(CAP_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return full / 2 + (random() * full) / 2;
}

/** After a close that announced a restart: soon, yet still spread. */
export function quickRetry(random: () => number): number {
  return GOING_AWAY_MS + random() * GOING_AWAY_MS;
}
