type Share = number | string;

/** An IntOrString as a count: "25%" of `total`, rounded as the caller's side of the rollout demands. */
export function roundedShare(value: Share, total: number, rounding: 'up' | 'down'): number {
  const percent = /^(\d+)%$/.exec(String(value));
  if (!percent) return Number(value);
  const share = (Number(percent[1]) * total) / 100;
  return rounding === 'up' ? Math.ceil(share) : Math.floor(share);
}

/** maxSurge rounded up and maxUnavailable rounded down, never both nothing: a rollout must be able to move. */
export function fenceposts(maxSurge: Share, maxUnavailable: Share, total: number): { surge: number; missing: number } {
  const surge = roundedShare(maxSurge, total, 'up');
  const missing = roundedShare(maxUnavailable, total, 'down');
  return { surge, missing: surge === 0 && missing === 0 ? 1 : missing };
}
