import { LAST_APPLIED } from '../../api/last-applied.ts';

type Pairs = Readonly<Record<string, string>>;

/** A key that objects have now. */
export interface PresentPair {
  readonly key: string;
  /** values and how many objects have each, the most common first */
  readonly values: readonly (readonly [value: string, count: number])[];
  /** objects that have the key */
  readonly count: number;
}

/** The keys of several objects, in order. kubectl's copy of the whole object is none that a person sets. */
export function presentPairs(objects: readonly Pairs[]): PresentPair[] {
  const found = new Map<string, Map<string, number>>();
  for (const pairs of objects)
    for (const [key, value] of Object.entries(pairs)) {
      if (key === LAST_APPLIED) continue;
      const counts = found.get(key) ?? new Map<string, number>();
      found.set(key, counts.set(value, (counts.get(value) ?? 0) + 1));
    }
  return [...found]
    .map(([key, counts]) => ({
      key,
      values: [...counts].sort(([, a], [, b]) => b - a),
      count: [...counts.values()].reduce((sum, count) => sum + count, 0),
    }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}
