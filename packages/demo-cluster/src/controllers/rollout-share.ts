/** An IntOrString as a count: "25%" of `total`, rounded as the caller's side of the rollout demands. */
export function roundedShare(value: number | string, total: number, rounding: 'up' | 'down'): number {
  const percent = /^(\d+)%$/.exec(String(value));
  if (!percent) return Number(value);
  const share = (Number(percent[1]) * total) / 100;
  return rounding === 'up' ? Math.ceil(share) : Math.floor(share);
}
