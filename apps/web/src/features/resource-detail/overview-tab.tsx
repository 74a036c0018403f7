import { Suspense } from 'react';
import type { DetailProps, Section } from '../../kinds/define-kind.ts';
import { useKind } from '../../kinds/kinds-context.ts';
import { useWords } from '../../ui/use-words.ts';
import { ConditionsTable, hasConditions } from './conditions/conditions-table.tsx';
import classes from './detail-page.module.css';
import { DetailSkeleton } from './detail-skeleton.tsx';
import { EventsPanel } from './events-panel.tsx';
import { MetadataFacts } from './metadata-facts.tsx';
import { PairsPanel } from './pairs-panel.tsx';
import { Panel } from './panel.tsx';
import { PanelBoundary } from './panel-boundary.tsx';
import { FamilyProvider } from './relations/family-provider.tsx';
import { RelationsPanel } from './relations/relations-panel.tsx';
import { UsesPanel, useHasUses } from './relations/uses-panel.tsx';
import { SectionNav } from './section-nav.tsx';
import { SectionTableView } from './section-table-view.tsx';

/** Events on the overview; the tab has them all. */
const FEW_EVENTS = 8;

/** What every object has, then what its kind adds. */
export function OverviewTab({ target, object }: DetailProps) {
  const t = useWords('detail');
  const words = useWords('object');
  const kindWords = useWords('kinds');
  const definition = useKind(target.resource);
  const { labels, annotations } = object.metadata;
  const sections = (definition?.sections ?? []).filter((section) => isShown(section, object));
  const hasUses = useHasUses({ target, object });
  const parts = [
    { id: 'facts', title: t('panel.facts') },
    ...sections.map(({ id, title }) => ({ id, title: kindWords(title) })),
    ...(hasConditions(object) ? [{ id: 'conditions', title: t('panel.conditions') }] : []),
    { id: 'relations', title: words('relations.title') },
    ...(hasUses ? [{ id: 'uses', title: words('uses.title') }] : []),
    { id: 'events', title: t('panel.events') },
    { id: 'labels', title: t('panel.labels') },
    { id: 'annotations', title: t('panel.annotations') },
  ];

  return (
    <FamilyProvider target={target} object={object}>
      <SectionNav sections={parts} />
      <div className={classes.panels}>
        <Panel title={t('panel.facts')} id="facts">
          <MetadataFacts target={target} object={object} />
        </Panel>
        {sections.map((section) => (
          <Panel key={section.id} title={kindWords(section.title)} id={section.id}>
            <Suspense fallback={<DetailSkeleton />}>
              <SectionBody section={section} target={target} object={object} />
            </Suspense>
          </Panel>
        ))}
        {hasConditions(object) ? (
          <Panel title={t('panel.conditions')} id="conditions">
            <ConditionsTable object={object} senses={definition?.conditions} />
          </Panel>
        ) : null}
        <Panel title={words('relations.title')} id="relations">
          <RelationsPanel target={target} object={object} />
        </Panel>
        {hasUses ? (
          <Panel title={words('uses.title')} id="uses">
            <UsesPanel target={target} object={object} />
          </Panel>
        ) : null}
        <Panel title={t('panel.events')} id="events">
          <EventsPanel target={target} object={object} limit={FEW_EVENTS} />
        </Panel>
        <PanelBoundary>
          <div className={classes.pairs}>
            <PairsPanel field="labels" pairs={labels} target={target} object={object} />
            <PairsPanel
              field="annotations"
              pairs={annotations}
              secret={definition?.secretFields !== undefined}
              target={target}
              object={object}
            />
          </div>
        </PanelBoundary>
      </div>
    </FamilyProvider>
  );
}

function isShown(section: Section, object: DetailProps['object']): boolean {
  if (section.applies?.(object) === false) return false;
  return 'component' in section.content || section.content.table.rows(object).length > 0;
}

function SectionBody({ section, target, object }: { readonly section: Section } & DetailProps) {
  if ('table' in section.content)
    return <SectionTableView title={section.title} table={section.content.table} target={target} object={object} />;
  const Component = section.content.component;
  return <Component target={target} object={object} />;
}
