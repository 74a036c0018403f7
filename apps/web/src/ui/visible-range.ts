import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual';

/** The rows to render: those in view, and the active one wherever it is, since the grid's focus refers to it. */
export function visibleRange(range: Range, activeIndex: number): number[] {
  const indexes = defaultRangeExtractor(range);
  const first = indexes[0] ?? 0;
  const last = indexes.at(-1) ?? -1;
  if (activeIndex < 0 || activeIndex >= range.count || (activeIndex >= first && activeIndex <= last)) return indexes;
  return activeIndex < first ? [activeIndex, ...indexes] : [...indexes, activeIndex];
}
