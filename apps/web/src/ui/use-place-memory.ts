import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { keepPlace, placeOf } from './scroll-memory.ts';

export interface PlaceMemoryInput {
  /** names the entry of the browser's history: another visit of the same address begins at the top */
  readonly visit: string;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly rows: number;
  readonly rowPx: number;
  readonly active: string | undefined;
}

/**
 * Back leads to where the list was left. Rows arrive in pages: the place is taken once there are enough of them, unless the
 * person has scrolled by then.
 */
export function usePlaceMemory({ visit, scroller, rows, rowPx, active }: PlaceMemoryInput): void {
  const wanted = useRef(placeOf(visit)?.top);
  const top = useRef(wanted.current ?? 0);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || wanted.current === undefined) return;
    if ((rows + 1) * rowPx - element.clientHeight < wanted.current) return;
    element.scrollTop = wanted.current;
    wanted.current = undefined;
  }, [scroller, rows, rowPx]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const onScroll = () => {
      wanted.current = undefined;
      top.current = element.scrollTop;
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, [scroller]);

  const latest = useRef(active);
  useEffect(() => {
    latest.current = active;
  });
  useEffect(() => () => keepPlace(visit, { top: top.current, active: latest.current }), [visit]);
}
