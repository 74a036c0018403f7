import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from 'react';

export interface RowWindowInput {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly rows: number;
  /** of every row, and of the header that stays in sight above them */
  readonly rowPx: number;
  /** rows beyond the edges that are rendered as well */
  readonly overscan: number;
  /** is rendered wherever it is, since the grid's focus refers to it; -1: none */
  readonly activeIndex: number;
}

export interface RowWindow {
  /** the rows to render, ascending */
  readonly indexes: readonly number[];
  /** scrolls as little as brings a row into sight */
  readonly scrollTo: (index: number) => void;
}

interface Edges {
  /** the first and the last row in sight */
  readonly first: number;
  readonly last: number;
}

const NOTHING: Edges = { first: 0, last: -1 };

/** The edges of what is in sight below the header, whatever rows there are. */
export function edgesOf({ scrollTop, clientHeight }: HTMLElement, rowPx: number): Edges {
  const first = Math.floor(Math.max(0, scrollTop) / rowPx);
  return { first, last: Math.max(first, Math.ceil((scrollTop + clientHeight) / rowPx) - 2) };
}

/** The indexes from edge to edge and a little beyond, and the active one. */
export function windowIndexes(
  { first, last }: Edges,
  { rows, overscan, activeIndex }: Pick<RowWindowInput, 'rows' | 'overscan' | 'activeIndex'>,
): readonly number[] {
  if (last < first || rows === 0) return [];
  // a list that has shrunk is scrolled to its end by the browser: that is what is in sight next
  const end = Math.min(rows - 1, last + overscan);
  const start = Math.max(0, Math.min(first - overscan, end - (last - first) - overscan));
  const indexes = Array.from({ length: end - start + 1 }, (_, i) => start + i);
  if (activeIndex >= 0 && activeIndex < start) indexes.unshift(activeIndex);
  else if (activeIndex > end && activeIndex < rows) indexes.push(activeIndex);
  return indexes;
}

/**
 * Which rows of a long list exist. All are of one height, so nothing is measured but the scroller; a change of scroll renders
 * only when another row comes into sight.
 */
export function useRowWindow(input: RowWindowInput): RowWindow {
  const { scroller, rowPx } = input;
  const [edges, setEdges] = useState(NOTHING);

  const look = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const next = edgesOf(element, rowPx);
    setEdges((before) => (before.first === next.first && before.last === next.last ? before : next));
  }, [scroller, rowPx]);
  // before the first picture
  useLayoutEffect(look, [look]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    element.addEventListener('scroll', look, { passive: true });
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      sizes.disconnect();
    };
  }, [scroller, look]);

  const scrollTo = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (element === null) return;
      // the header covers the first row's height of what is scrolled
      const top = index * rowPx;
      const bottom = top + 2 * rowPx - element.clientHeight;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (bottom > element.scrollTop) element.scrollTop = bottom;
    },
    [scroller, rowPx],
  );
  return { indexes: windowIndexes(edges, input), scrollTo };
}
