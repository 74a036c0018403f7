import { act, cleanup, fireEvent, render } from '@testing-library/react';
import { useEffect, useRef } from 'react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { edgesOf, type RowWindow, useRowWindow, windowIndexes } from './use-row-window.ts';

const HEIGHT = 320;
beforeAll(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(HEIGHT);
});
afterEach(cleanup);

let drawn = 0;
let now: RowWindow = { indexes: [], scrollTo: () => {} };
function List() {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useRowWindow({ scroller, rows: 1000, rowPx: 32, overscan: 2, activeIndex: -1 });
  useEffect(() => {
    now = rows;
    drawn += 1;
  });
  return <div ref={scroller} data-testid="scroller" />;
}

describe('what is in sight', () => {
  const at = (scrollTop: number) => edgesOf(Object.assign(document.createElement('div'), { scrollTop }), 32);

  it('begins below the header, which covers a row', () => {
    expect(at(0)).toEqual({ first: 0, last: 8 });
    expect(at(32)).toEqual({ first: 1, last: 9 });
  });

  it('has the rows that are cut by an edge', () => {
    expect(at(16)).toEqual({ first: 0, last: 9 });
  });
});

describe('the rows to render', () => {
  const rows = (first: number, last: number, all: number, activeIndex = -1) =>
    windowIndexes({ first, last }, { rows: all, overscan: 2, activeIndex });

  it('are those in sight and a little beyond', () => {
    expect(rows(5, 7, 100)).toEqual([3, 4, 5, 6, 7, 8, 9]);
    expect(rows(0, 2, 100)).toEqual([0, 1, 2, 3, 4]);
    expect(rows(97, 99, 100)).toEqual([95, 96, 97, 98, 99]);
  });

  it('are the last ones of a list that has shrunk', () => {
    expect(rows(97, 99, 10).at(-1)).toBe(9);
    expect(rows(97, 99, 10).length).toBeGreaterThanOrEqual(3);
    expect(rows(97, 99, 2)).toEqual([0, 1]);
    expect(rows(0, 2, 0)).toEqual([]);
  });

  it('have the active one, wherever it is', () => {
    expect(rows(5, 7, 100, 50)).toEqual([3, 4, 5, 6, 7, 8, 9, 50]);
    expect(rows(5, 7, 100, 0)).toEqual([0, 3, 4, 5, 6, 7, 8, 9]);
    expect(rows(5, 7, 100, 6)).toEqual([3, 4, 5, 6, 7, 8, 9]);
    expect(rows(5, 7, 100, 100)).toEqual([3, 4, 5, 6, 7, 8, 9]);
  });

  it('follow the scroll, and are drawn anew only when they are others', () => {
    const { getByTestId } = render(<List />);
    const scroller = getByTestId('scroller');
    expect(now.indexes).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const before = drawn;
    scroller.scrollTop = 0;
    fireEvent.scroll(scroller);
    expect(drawn).toBe(before);
    scroller.scrollTop = 3200;
    fireEvent.scroll(scroller);
    expect([now.indexes[0], now.indexes.at(-1)]).toEqual([98, 110]);
    act(() => now.scrollTo(99));
    expect(scroller.scrollTop).toBe(99 * 32);
    act(() => now.scrollTo(200));
    expect(scroller.scrollTop).toBe(202 * 32 - HEIGHT);
    act(() => now.scrollTo(200));
    expect(scroller.scrollTop).toBe(202 * 32 - HEIGHT);
  });
});
