import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** This near to the end is the end. */
const END_PX = 12;

export interface Follow {
  readonly following: boolean;
  /** number of the last line that was there when it began to stand still */
  readonly upTo: number;
  readonly follow: () => void;
  readonly pause: () => void;
}

/**
 * Follows the end of a log as a terminal does: scrolling up makes it stand still, back at the end it follows again, unless it
 * was the button that stopped it.
 */
export function useFollow(scroller: RefObject<HTMLElement | null>, last: number, count: number): Follow {
  const [stopped, setStopped] = useState<{ readonly by: 'person' | 'scroll'; readonly upTo: number }>();
  const following = stopped === undefined;
  const latest = useRef({ last, following });
  latest.current = { last, following };

  // biome-ignore lint/correctness/useExhaustiveDependencies: every new line moves the end
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element !== null && following) element.scrollTop = element.scrollHeight;
  }, [scroller, following, last, count]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let before = element.scrollTop;
    const onScroll = () => {
      const up = element.scrollTop < before;
      before = element.scrollTop;
      const atEnd = element.scrollHeight - element.clientHeight - element.scrollTop <= END_PX;
      if (atEnd) setStopped((now) => (now?.by === 'scroll' ? undefined : now));
      else if (up && latest.current.following) setStopped({ by: 'scroll', upTo: latest.current.last });
    };
    const observer = new ResizeObserver(() => {
      if (latest.current.following) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [scroller]);

  return {
    following,
    upTo: stopped?.upTo ?? last,
    follow: () => setStopped(undefined),
    pause: () => setStopped({ by: 'person', upTo: latest.current.last }),
  };
}
