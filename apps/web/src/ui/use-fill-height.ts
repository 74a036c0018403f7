import { type RefObject, useLayoutEffect, useState } from 'react';

const MARGIN = 34;
const LEAST = 280;

/** The height that takes an element down to the bottom of the window, wherever the page has put it. */
export function useFillHeight(ref: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(LEAST);
  useLayoutEffect(() => {
    const main = ref.current?.closest('main');
    const fit = () => {
      const element = ref.current;
      if (element === null) return;
      // offsetTop chains, not the rectangle: a page that is scrolled would make it taller at every look.
      let top = 0;
      for (let at: HTMLElement | null = element; at !== null; at = at.offsetParent as HTMLElement | null)
        top += at.offsetTop;
      // what is below the page (the dock) is not its own
      const bottom = main?.getBoundingClientRect().bottom || window.innerHeight;
      setHeight(Math.max(LEAST, bottom - top - MARGIN));
    };
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(document.body);
    if (main) observer.observe(main);
    // Lines above the element (warnings, a longer title) move it without a change of the body's size.
    if (ref.current?.parentElement) observer.observe(ref.current.parentElement);
    window.addEventListener('resize', fit);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', fit);
    };
  }, [ref]);
  return height;
}
