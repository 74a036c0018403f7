import { describe, expect, it } from 'vitest';
import { type Entry, RowOrder } from './row-order.ts';

/** A row that counts how often its namespace is looked at: once or twice per comparison of equal keys. */
function countingEntry(name: string, counter: { reads: number }): Entry {
  const row = {
    uid: name,
    get namespace() {
      counter.reads += 1;
      return 'ns';
    },
    name,
    created: 0,
    labels: null,
    cells: [],
    fields: [],
  };
  return {
    row,
    key: null,
    placed: false,
    counted: false,
    bucket: undefined,
    displaced: true,
    removed: false,
    changedAt: 0,
    changes: 0,
    generation: 0,
  };
}

describe('RowOrder', () => {
  it.each([1000, 64_000])('places ten new rows among %i with a logarithm of comparisons', (n) => {
    const counter = { reads: 0 };
    const order = new RowOrder();
    const entries = Array.from({ length: n }, (_, i) => countingEntry(String(i).padStart(6, '0'), counter));
    order.setView({}, entries);
    counter.reads = 0;
    order.update(Array.from({ length: 10 }, (_, i) => countingEntry(`${String(i * 37).padStart(6, '0')}x`, counter)));
    expect(order.entries).toHaveLength(n + 10);
    const comparisons = counter.reads / 2;
    expect(comparisons).toBeLessThan(10 * (Math.log2(n) + 2) + 10 * Math.log2(10) + 10);
  });
});
