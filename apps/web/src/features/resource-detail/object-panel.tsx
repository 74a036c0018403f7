import { Suspense, useMemo, useRef } from 'react';
import type { ObjectRef } from '../../api/kube-object.ts';
import { useKind } from '../../kinds/kinds-context.ts';
import { yamlTab } from '../../kinds/yaml-tab.ts';
import { useLiveObject } from '../../live/use-live-object.ts';
import { AbsentObject } from './absent-object.tsx';
import { ActionKeys } from './action-keys.tsx';
import { DetailHeader } from './detail-header.tsx';
import { DetailSkeleton } from './detail-skeleton.tsx';
import { DetailTabs } from './detail-tabs.tsx';
import { ObjectContexts } from './object-contexts.tsx';
import { ObjectNews } from './object-news.tsx';
import classes from './object-panel.module.css';
import { OverviewTab } from './overview-tab.tsx';
import { PanelBoundary } from './panel-boundary.tsx';
import { useOwnRow } from './use-own-row.ts';

const OVERVIEW = { id: 'overview', title: 'tab.overview' };
const EVENTS = { id: 'events', title: 'tab.events' };
const MANAGERS = { id: 'managers', title: 'tab.managers' };

/** An object beside its list: the overview of its page, live; the other views are links to the page. Loaded lazily. */
export default function ObjectPanel({ target }: { readonly target: ObjectRef }) {
  const definition = useKind(target.resource);
  const live = useLiveObject(target);
  const { object, deleted, status } = live;
  const row = useOwnRow(target, definition);
  const tabs = useMemo(() => [OVERVIEW, ...(definition?.tabs ?? []), EVENTS, yamlTab, MANAGERS], [definition]);
  const panel = useRef<HTMLElement>(null);

  return (
    <article ref={panel} className={classes.panel} data-deleted={deleted || undefined}>
      <ObjectContexts target={target} object={object} deleted={deleted} row={row}>
        <DetailHeader target={target} object={object} deleted={deleted} status={status} row={row} heading="h2" />
        <ObjectNews target={target} live={live} className={classes.news} />
        <ActionKeys target={target} object={deleted ? undefined : object} within={panel} />
        {object === undefined ? (
          <AbsentObject target={target} status={status} />
        ) : (
          <>
            <DetailTabs target={target} tabs={tabs} current="overview" />
            <PanelBoundary key={object.metadata.uid}>
              <Suspense fallback={<DetailSkeleton />}>
                <OverviewTab target={target} object={object} />
              </Suspense>
            </PanelBoundary>
          </>
        )}
      </ObjectContexts>
    </article>
  );
}
