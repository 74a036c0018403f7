import { useCallback, useSyncExternalStore } from 'react';
import { type EventFacts, readEvent } from '../../live/read-event.ts';
import type { RowStore } from '../../live/row-store.ts';
import { absoluteTime } from '../../ui/absolute-time.ts';
import { HealthMark } from '../../ui/health-mark.tsx';
import { safeText } from '../../ui/safe-text.ts';
import { onTick } from '../../ui/ticker.ts';
import { eventAge } from './event-age.ts';
import events from './events-panel.module.css';

interface EventRowProps {
  readonly store: RowStore;
  readonly uid: string;
  /** says which object it is about */
  readonly named?: boolean;
}

/** One event; re-renders when that event counts up. */
export function EventRow({ store, uid, named = false }: EventRowProps) {
  const subscribe = useCallback((listener: () => void) => store.subscribeRow(uid, listener), [store, uid]);
  const row = useSyncExternalStore(subscribe, () => store.getRow(uid));
  if (row === undefined) return null;
  const event = readEvent(row);
  return (
    <tr data-type={event.type}>
      <td>{event.type === 'Normal' ? event.type : <HealthMark health="warning" label={event.type || '–'} />}</td>
      <td>{safeText(event.reason)}</td>
      <td>
        <EventAge event={event} />
      </td>
      <td>{safeText(event.from)}</td>
      <td>
        {named ? <b>{safeText(`${event.about.kind} ${event.about.name}: `)}</b> : null}
        {safeText(event.message)}
        {event.part === '' ? null : <span className={events.part}> {safeText(event.part)}</span>}
      </td>
    </tr>
  );
}

function EventAge({ event }: { readonly event: EventFacts }) {
  const words = useSyncExternalStore(onTick, () => eventAge(event, Date.now() / 1000));
  if (!Number.isFinite(event.last)) return <>{words}</>;
  const last = new Date(event.last * 1000);
  return (
    <time dateTime={last.toISOString()} title={absoluteTime(last)}>
      {words}
    </time>
  );
}
