import { useEffect, useSyncExternalStore } from 'react';
import { objectPath } from '../../api/addresses.ts';
import type { DetailProps } from '../../kinds/define-kind.ts';
import { readEvent } from '../../live/read-event.ts';
import type { Row } from '../../live/row.ts';
import { useLiveRows } from '../../live/use-live-rows.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from './detail-page.module.css';
import { DetailSkeleton } from './detail-skeleton.tsx';
import { eventQuery } from '../../live/event-query.ts';
import { EventRow } from './event-row.tsx';
import events from './events-panel.module.css';

interface EventsPanelProps extends DetailProps {
  /** how many are shown; a link leads to the rest */
  readonly limit: number;
}

const NEWEST_FIRST = {
  sortKey: (row: Row) => {
    const { last } = readEvent(row);
    return Number.isFinite(last) ? last : 0;
  },
  descending: true,
};

/** The object's events, newest first, live. */
export function EventsPanel({ target, object, limit }: EventsPanelProps) {
  const t = useWords('detail');
  const { store, status } = useLiveRows(eventQuery(target, object));
  useEffect(() => store.setView(NEWEST_FIRST), [store]);
  const { order } = useSyncExternalStore(store.subscribe, store.getSnapshot);

  if (order.length === 0) {
    if (status.problem !== undefined) return <ProblemView compact problem={status.problem} />;
    return status.state === 'live' ? <p className={classes.dim}>{t('events.none')}</p> : <DetailSkeleton />;
  }
  return (
    <>
      {status.state === 'live' || status.state === 'loading' ? null : <p className={classes.dim}>{t('events.old')}</p>}
      <table className={events.table} aria-label={t('panel.events')}>
        <thead>
          <tr>
            {['type', 'reason', 'age', 'from', 'message'].map((column) => (
              <th key={column} scope="col" className={events[column]}>
                {t(`events.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {order.slice(0, limit).map((uid) => (
            <EventRow key={uid} store={store} uid={uid} />
          ))}
        </tbody>
      </table>
      {order.length > limit ? (
        <p className={classes.dim}>
          <AppLink to={objectPath(target, 'events')}>{t('events.all', { count: order.length })}</AppLink>
        </p>
      ) : null}
    </>
  );
}
