import { humanDuration } from '@quarterdeck/shared/duration';
import type { EventFacts } from '../../live/read-event.ts';

/** The AGE of kubectl describe: "5m", or "8s (x3 over 32s)" for an event that came several times. */
export function eventAge(
  { count, first, last }: Pick<EventFacts, 'count' | 'first' | 'last'>,
  nowSeconds: number,
): string {
  const since = (moment: number) =>
    // A browser's clock a little behind the server's must not show "<invalid>".
    Number.isFinite(moment) ? humanDuration(Math.max(0, nowSeconds - moment)) : '<unknown>';
  return count > 1 ? `${since(last)} (x${count} over ${since(first)})` : since(first);
}
