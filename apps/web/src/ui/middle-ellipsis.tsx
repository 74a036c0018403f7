import classes from './middle-ellipsis.module.css';
import { safeText } from './safe-text.ts';

const DEFAULT_TAIL = 8;

/**
 * A name that is cut in the middle when there is no room, so that its hash at the end stays. The whole name is in the text
 * (for search, screen readers and copying) and in the tooltip.
 */
export function MiddleEllipsis({ text, tail = DEFAULT_TAIL }: { readonly text: string; readonly tail?: number }) {
  const shown = safeText(text);
  const cut = Math.max(0, shown.length - tail);
  return (
    <span className={classes.whole} title={shown}>
      <span className={classes.head}>{shown.slice(0, cut)}</span>
      <span className={classes.tail}>{shown.slice(cut)}</span>
    </span>
  );
}
