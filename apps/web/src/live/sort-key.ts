/**
 * What a row is sorted by. Numbers come before text, null (nothing there) comes last in either direction. Text is compared by
 * code units: a collator costs many times more, and keys of `sort-value.ts` are made so that this order is natural.
 */
export type SortKey = number | string | null;

/** Compares two keys; `direction` −1 reverses the order of values, never the place of missing ones. */
export function compareKeys(a: SortKey, b: SortKey, direction: 1 | -1): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  if (typeof a === typeof b) return a < b ? -direction : direction;
  return typeof a === 'number' ? -direction : direction;
}
