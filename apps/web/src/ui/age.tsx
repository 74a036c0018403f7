import { humanDuration } from '@quarterdeck/shared/duration';
import { useSyncExternalStore } from 'react';
import { absoluteTime } from './absolute-time.ts';
import { onTick } from './ticker.ts';

function seconds(): number {
  return Date.now() / 1000;
}

/**
 * How long ago something was made, in kubectl's words. Ticks by itself and re-renders only when its words change; the
 * tooltip has the absolute time, local and UTC.
 */
export function Age({ created }: { readonly created: number }) {
  const known = created > 0 && Number.isFinite(created);
  // a browser's clock a little behind the server's must not show "<invalid>"
  const words = useSyncExternalStore(onTick, () => (known ? humanDuration(Math.max(0, seconds() - created)) : '–'));
  if (!known) return <span>{words}</span>;
  const date = new Date(created * 1000);
  return (
    <time dateTime={date.toISOString()} title={absoluteTime(date)}>
      {words}
    </time>
  );
}
