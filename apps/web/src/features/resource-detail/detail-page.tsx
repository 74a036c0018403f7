import { Alert } from '@mantine/core';
import { Suspense, useMemo } from 'react';
import type { ObjectRef } from '../../api/kube-object.ts';
import type { Tab } from '../../kinds/define-kind.ts';
import { useKind } from '../../kinds/kinds-context.ts';
import { yamlTab } from '../../kinds/yaml-tab.ts';
import { useLiveObject } from '../../live/use-live-object.ts';
import { useWords } from '../../ui/use-words.ts';
import { AbsentObject } from './absent-object.tsx';
import { DetailHeader } from './detail-header.tsx';
import classes from './detail-page.module.css';
import { DetailSkeleton } from './detail-skeleton.tsx';
import { DetailTabs } from './detail-tabs.tsx';
import { EventsTab } from './events-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';
import { OwnRowContext } from './own-row-context.ts';
import { PanelBoundary } from './panel-boundary.tsx';
import { useOwnRow } from './use-own-row.ts';

const OVERVIEW: Tab = { id: 'overview', title: 'tab.overview', component: OverviewTab };
const EVENTS: Tab = { id: 'events', title: 'tab.events', component: EventsTab };

/** The page of one object of any kind; loaded lazily, hence the default export. */
export default function DetailPage({ target, tab }: { readonly target: ObjectRef; readonly tab: string }) {
  const t = useWords('detail');
  const definition = useKind(target.resource);
  const { object, deleted, recreated, status } = useLiveObject(target);
  const row = useOwnRow(target, definition);
  const tabs = useMemo(() => [OVERVIEW, ...(definition?.tabs ?? []), EVENTS, yamlTab], [definition]);
  const { component: Body, id } = tabs.find((candidate) => candidate.id === tab) ?? OVERVIEW;
  const news = deleted ? 'deleted' : recreated ? 'recreated' : undefined;

  return (
    <article className={classes.page}>
      <DetailHeader target={target} object={object} deleted={deleted} status={status} row={row} />
      {news === undefined ? null : (
        <Alert
          className={classes.news}
          color="gray"
          role="status"
          title={t(`${news}.title`, { kind: target.resource.kind })}
        >
          {t(`${news}.text`)}
        </Alert>
      )}
      {object === undefined ? (
        <AbsentObject target={target} status={status} />
      ) : (
        <>
          <DetailTabs target={target} tabs={tabs} current={id} />
          <PanelBoundary key={`${id}/${object.metadata.uid}`}>
            <Suspense fallback={<DetailSkeleton />}>
              <OwnRowContext value={row}>
                <Body target={target} object={object} />
              </OwnRowContext>
            </Suspense>
          </PanelBoundary>
        </>
      )}
    </article>
  );
}
