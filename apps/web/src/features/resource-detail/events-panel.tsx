import { Switch } from '@mantine/core';
import type { LiveQuery } from '@quarterdeck/shared/live-protocol';
import { use, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { objectPath } from '../../api/addresses.ts';
import type { ObjectRef } from '../../api/kube-object.ts';
import type { DetailProps } from '../../kinds/define-kind.ts';
import { eventQuery } from '../../live/event-query.ts';
import { readEvent } from '../../live/read-event.ts';
import type { Row } from '../../live/row.ts';
import type { ListView } from '../../live/row-order.ts';
import { useLiveRows } from '../../live/use-live-rows.ts';
import { AppLink } from '../../ui/app-link.tsx';
import { ProblemView } from '../../ui/problem-view.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from './detail-page.module.css';
import { DetailSkeleton } from './detail-skeleton.tsx';
import { EventRow } from './event-row.tsx';
import events from './events-panel.module.css';
import type { FamilyNode } from './relations/family.ts';
import { FamilyContext } from './relations/family-context.ts';

interface EventsPanelProps extends DetailProps {
  /** how many are shown; a link leads to the rest */
  readonly limit: number;
}

const NO_NODES: readonly FamilyNode[] = [];
const NEWEST_FIRST: ListView = {
  sortKey: (row: Row) => {
    const { last } = readEvent(row);
    return Number.isFinite(last) ? last : 0;
  },
  descending: true,
};

/** The object's events, newest first, live; with those of what it owns where that is wished. */
export function EventsPanel({ target, object, limit }: EventsPanelProps) {
  const t = useWords('object');
  const shared = use(FamilyContext);
  const [wide, setWide] = useState(false);
  const nodes = shared?.family.nodes ?? NO_NODES;
  return (
    <>
      {nodes.length === 0 && !wide ? null : (
        <Switch
          className={events.wide}
          size="xs"
          label={t('events.withChildren')}
          checked={wide}
          onChange={({ currentTarget }) => setWide(currentTarget.checked)}
        />
      )}
      {wide ? (
        <FamilyEvents target={target} object={object} limit={limit} nodes={nodes} />
      ) : (
        <EventTable query={eventQuery(target, object)} view={NEWEST_FIRST} target={target} limit={limit} />
      )}
    </>
  );
}

/** No selector of the server's names several objects: the namespace's events, of which those of the family are shown. */
function FamilyEvents({ target, object, limit, nodes }: EventsPanelProps & { readonly nodes: readonly FamilyNode[] }) {
  const query = useMemo(() => {
    const { fieldSelector: _own, ...all } = eventQuery(target, object);
    return all;
  }, [target, object]);
  const view = useMemo(() => {
    const wanted = new Set(namesOf(nodes, [`${target.resource.kind}/${target.name}`]));
    const matches = (row: Row) => {
      const { kind, name } = readEvent(row).about;
      return wanted.has(`${kind}/${name}`);
    };
    return { ...NEWEST_FIRST, matches };
  }, [target, nodes]);
  return <EventTable query={query} view={view} target={target} limit={limit} named />;
}

function namesOf(nodes: readonly FamilyNode[], found: string[]): readonly string[] {
  for (const { relative, children } of nodes) {
    found.push(`${relative.ref.resource.kind}/${relative.ref.name}`);
    namesOf(children, found);
  }
  return found;
}

interface EventTableProps {
  readonly query: LiveQuery;
  readonly view: ListView;
  readonly target: ObjectRef;
  readonly limit: number;
  /** says of each event which object it is about */
  readonly named?: boolean;
}

function EventTable({ query, view, target, limit, named = false }: EventTableProps) {
  const t = useWords('detail');
  const { store, status } = useLiveRows(query);
  useEffect(() => store.setView(view), [store, view]);
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
            <EventRow key={uid} store={store} uid={uid} named={named} />
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
