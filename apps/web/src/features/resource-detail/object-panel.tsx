import { Alert } from '@mantine/core';
import { Suspense, useMemo } from 'react';
import type { ObjectRef } from '../../api/kube-object.ts';
import { useKind } from '../../kinds/kinds-context.ts';
import { yamlTab } from '../../kinds/yaml-tab.ts';
import { useLiveObject } from '../../live/use-live-object.ts';
import { useWords } from '../../ui/use-words.ts';
import { AbsentObject } from './absent-object.tsx';
import { DetailHeader } from './detail-header.tsx';
import { DetailSkeleton } from './detail-skeleton.tsx';
import { DetailTabs } from './detail-tabs.tsx';
import classes from './object-panel.module.css';
import { OverviewTab } from './overview-tab.tsx';
import { OwnRowContext } from './own-row-context.ts';
import { PanelBoundary } from './panel-boundary.tsx';
import { useOwnRow } from './use-own-row.ts';

const OVERVIEW = { id: 'overview', title: 'tab.overview' };
const EVENTS = { id: 'events', title: 'tab.events' };

/** An object beside its list: the overview of its page, live; the other views are links to the page. Loaded lazily. */
export default function ObjectPanel({ target }: { readonly target: ObjectRef }) {
  const t = useWords('detail');
  const definition = useKind(target.resource);
  const { object, deleted, recreated, status } = useLiveObject(target);
  const row = useOwnRow(target, definition);
  const tabs = useMemo(() => [OVERVIEW, ...(definition?.tabs ?? []), EVENTS, yamlTab], [definition]);
  const news = deleted ? 'deleted' : recreated ? 'recreated' : undefined;

  return (
    <article className={classes.panel} data-deleted={deleted || undefined}>
      <DetailHeader target={target} object={object} deleted={deleted} status={status} row={row} heading="h2" />
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
          <DetailTabs target={target} tabs={tabs} current="overview" />
          <PanelBoundary key={object.metadata.uid}>
            <Suspense fallback={<DetailSkeleton />}>
              <OwnRowContext value={row}>
                <OverviewTab target={target} object={object} />
              </OwnRowContext>
            </Suspense>
          </PanelBoundary>
        </>
      )}
    </article>
  );
}
