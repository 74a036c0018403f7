const FIRST_MS = 250;
const LONGEST_MS = 15_000;

/** A server may ask for more patience than ours, within reason: a timer of 25 days and more would run out at once. */
const LONGEST_ASKED_MS = 300_000;

/**
 * Exponential back-off with jitter: between half of the step and the whole of it, so that many clients do not march in step.
 * `askedSeconds`: what the server asked to wait (Retry-After).
 */
export function backOff(attempt: number, random: number, askedSeconds = 0): number {
  const step = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  const asked = Math.min(LONGEST_ASKED_MS, askedSeconds * 1000);
  return Math.max(step * (0.5 + random / 2), asked * (1 + random / 4));
}
