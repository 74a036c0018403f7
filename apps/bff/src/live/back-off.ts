const FIRST_MS = 250;
const LONGEST_MS = 15_000;

/** Exponential back-off with jitter: between half of the step and the whole of it, so that many clients do not march in step. */
export function backOff(attempt: number, random: number): number {
  const step = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return step * (0.5 + random / 2);
}
