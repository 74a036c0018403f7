import { absoluteTime } from './absolute-time.ts';
import { Age } from './age.tsx';
import { safeText } from './safe-text.ts';

/** A moment of the API (RFC 3339): local time and how long ago; the tooltip has UTC. Text that is no time is shown as it is. */
export function Moment({ at }: { readonly at: string }) {
  const date = new Date(at);
  if (at === '' || Number.isNaN(date.getTime())) return <>{at === '' ? '–' : safeText(at)}</>;
  const [local] = absoluteTime(date).split('\n');
  return (
    <span title={absoluteTime(date)}>
      {local} (<Age created={date.getTime() / 1000} />)
    </span>
  );
}
