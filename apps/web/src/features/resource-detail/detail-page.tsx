import { lazy, Suspense, useMemo } from 'react';
import type { ObjectRef } from '../../api/kube-object.ts';
import type { Tab } from '../../kinds/define-kind.ts';
import { useKind } from '../../kinds/kinds-context.ts';
import { yamlTab } from '../../kinds/yaml-tab.ts';
import { useLiveObject } from '../../live/use-live-object.ts';
import { AbsentObject } from './absent-object.tsx';
import { DetailHeader } from './detail-header.tsx';
import classes from './detail-page.module.css';
import { DetailSkeleton } from './detail-skeleton.tsx';
import { DetailTabs } from './detail-tabs.tsx';
import { EventsTab } from './events-tab.tsx';
import { ObjectContexts } from './object-contexts.tsx';
import { ObjectNews } from './object-news.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { PageKeys } from './page-keys.tsx';
import { PanelBoundary } from './panel-boundary.tsx';
import { useOwnRow } from './use-own-row.ts';

const OVERVIEW: Tab = { id: 'overview', title: 'tab.overview', component: OverviewTab };
const EVENTS: Tab = { id: 'events', title: 'tab.events', component: EventsTab };
const MANAGERS: Tab = {
  id: 'managers',
  title: 'tab.managers',
  component: lazy(() => import('./managers/managers-tab.tsx')),
};

/** The page of one object of any kind; loaded lazily, hence the default export. */
export default function DetailPage({ target, tab }: { readonly target: ObjectRef; readonly tab: string }) {
  const definition = useKind(target.resource);
  const live = useLiveObject(target);
  const { object, deleted, status } = live;
  const row = useOwnRow(target, definition);
  const tabs = useMemo(() => [OVERVIEW, ...(definition?.tabs ?? []), EVENTS, yamlTab, MANAGERS], [definition]);
  const { component: Body, id } = tabs.find((candidate) => candidate.id === tab) ?? OVERVIEW;

  return (
    <article className={classes.page}>
      <ObjectContexts target={target} object={object} deleted={deleted} row={row}>
        <DetailHeader target={target} object={object} deleted={deleted} status={status} row={row} />
        <ObjectNews target={target} live={live} className={classes.news} />
        <PageKeys target={target} object={deleted ? undefined : object} tab={id} />
        {object === undefined ? (
          <AbsentObject target={target} status={status} />
        ) : (
          <>
            <DetailTabs target={target} tabs={tabs} current={id} />
            <PanelBoundary key={`${id}/${object.metadata.uid}`}>
              <Suspense fallback={<DetailSkeleton />}>
                <Body target={target} object={object} />
              </Suspense>
            </PanelBoundary>
          </>
        )}
      </ObjectContexts>
    </article>
  );
}
