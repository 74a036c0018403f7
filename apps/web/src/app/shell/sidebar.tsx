import { Skeleton, UnstyledButton } from '@mantine/core';
import { ChevronDown, ChevronRight, PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import { Fragment, useContext, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDiscovery } from '../../api/discovery.ts';
import type { DiscoveredResource } from '../../api/kube-object.ts';
import { useSession } from '../../api/use-session.ts';
import { KindsContext } from '../../kinds/kinds-context.ts';
import { safeText } from '../../ui/safe-text.ts';
import { namespacesFor } from '../landing.ts';
import { usePlace } from '../place.ts';
import { useKeptSelector } from '../use-kept-selector.ts';
import { useListRights } from '../use-list-rights.ts';
import classes from './sidebar.module.css';
import { SidebarLink } from './sidebar-link.tsx';
import { type SidebarSection, sidebarModel } from './sidebar-model.ts';
import { SidebarPages } from './sidebar-pages.tsx';
import { useFolds } from './use-folds.ts';

/** Every kind that the cluster serves, grouped. What the person may not list is behind "Show hidden". */
export function Sidebar({ narrow, onToggle }: { readonly narrow: boolean; readonly onToggle: () => void }) {
  const { t } = useTranslation('app');
  const place = usePlace();
  const { cluster } = place;
  const session = useSession(cluster);
  const namespaces = place.namespaces === undefined ? namespacesFor(cluster, session) : place.namespaces;
  const { resources, isLoading, problem, retry } = useDiscovery(cluster);
  const kinds = useContext(KindsContext);
  const sections = useMemo(() => sidebarModel(resources, kinds), [resources, kinds]);
  const { denies } = useListRights(cluster, resources, namespaces, session?.homeNamespace ?? 'default');
  const [showHidden, setShowHidden] = useState(false);
  const hidden = sections.flatMap(({ items }) => items.filter(({ resource }) => denies(resource))).length;
  // custom resources stand under their API groups, and those under one heading
  const firstCustom = sections.find(
    ({ apiGroup, items }) =>
      apiGroup !== undefined &&
      items.some(({ resource }) => showHidden || !denies(resource) || isHere(resource, place.kind)),
  );
  const toggleWords = narrow ? t('shell.expand') : t('shell.collapse');
  const Toggle = narrow ? PanelLeftOpen : PanelLeftClose;

  return (
    <nav className={classes.sidebar} aria-label={t('shell.kinds')} data-narrow={narrow || undefined}>
      <div className={classes.scroll}>
        <SidebarPages namespaces={namespaces} narrow={narrow} />
        {isLoading ? <Waiting /> : null}
        {problem && !narrow ? (
          <UnstyledButton className={classes.hiddenToggle} onClick={retry}>
            {t('shell.kindsFailed')}
          </UnstyledButton>
        ) : null}
        {sections.map((section) => (
          <Fragment key={section.apiGroup ?? section.group}>
            {section === firstCustom && !narrow ? <p className={classes.custom}>{t('groups.custom')}</p> : null}
            <Section
              section={section}
              narrow={narrow}
              denies={denies}
              showHidden={showHidden}
              namespaces={namespaces}
            />
          </Fragment>
        ))}
        {hidden > 0 && !narrow ? (
          <UnstyledButton className={classes.hiddenToggle} onClick={() => setShowHidden(!showHidden)}>
            {showHidden ? t('shell.hideDenied') : t('shell.showDenied', { count: hidden })}
          </UnstyledButton>
        ) : null}
      </div>
      <UnstyledButton className={classes.toggle} onClick={onToggle} aria-label={toggleWords} title={toggleWords}>
        <Toggle size={16} aria-hidden="true" />
      </UnstyledButton>
    </nav>
  );
}

function Section({
  section,
  narrow,
  denies,
  showHidden,
  namespaces,
}: {
  readonly section: SidebarSection;
  readonly narrow: boolean;
  readonly denies: (resource: DiscoveredResource) => boolean;
  readonly showHidden: boolean;
  readonly namespaces: readonly string[] | null;
}) {
  const { t } = useTranslation('app');
  const place = usePlace();
  const kept = useKeptSelector();
  const [folded, toggle] = useFolds(section.apiGroup ?? section.group);
  const items = section.items.filter(({ resource }) => showHidden || !denies(resource) || isHere(resource, place.kind));
  if (items.length === 0) return null;
  const heading = section.apiGroup === undefined ? t(`groups.${section.group}`) : safeText(section.apiGroup);
  const Fold = folded ? ChevronRight : ChevronDown;
  return (
    <div className={classes.section}>
      {narrow ? null : (
        <UnstyledButton className={classes.heading} onClick={toggle} aria-expanded={!folded} title={heading}>
          <Fold size={12} aria-hidden="true" className={classes.icon} />
          <span className={classes.headingText} data-api-group={section.apiGroup === undefined ? undefined : ''}>
            {heading}
          </span>
        </UnstyledButton>
      )}
      {folded && !narrow ? null : (
        <ul className={classes.list} aria-label={heading}>
          {items.map((item) => (
            <SidebarLink
              key={`${item.resource.group}/${item.resource.resource}`}
              item={item}
              cluster={place.cluster}
              namespaces={namespaces}
              current={isHere(item.resource, place.kind)}
              denied={denies(item.resource)}
              narrow={narrow}
              kept={kept}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

function isHere(resource: DiscoveredResource, kind: { group: string; plural: string } | undefined): boolean {
  return kind !== undefined && kind.group === resource.group && kind.plural === resource.resource;
}

function Waiting() {
  const { t } = useTranslation('app');
  return (
    <div className={classes.waiting} role="status" aria-label={t('shell.loadingKinds')}>
      {Array.from({ length: 12 }, (_, row) => `row-${row}`).map((row) => (
        <Skeleton key={row} height={12} radius="sm" />
      ))}
    </div>
  );
}
