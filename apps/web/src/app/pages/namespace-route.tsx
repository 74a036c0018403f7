import { Suspense, useContext, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { namespacePath } from '../../api/addresses.ts';
import { useDiscovery } from '../../api/discovery.ts';
import { visited } from '../../api/visited.ts';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import { KindsContext } from '../../kinds/kinds-context.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { usePlace } from '../place.ts';
import { sidebarModel } from '../shell/sidebar-model.ts';
import { useListRights } from '../use-list-rights.ts';
import { useRememberNamespaces } from '../use-remember-namespaces.ts';
import { NamespaceGuard } from './namespace-guard.tsx';
import { PageWaiting } from './page-waiting.tsx';
import { PlainPage } from './plain-page.tsx';

const NamespacePage = lazyWithWords(
  ['pages', 'problems'],
  () => import('../../features/namespace-overview/namespace-page.tsx'),
);

const NOTHING: readonly never[] = [];

/** What one namespace holds, by the kinds of the sidebar. */
export function NamespaceRoute() {
  const { t } = useTranslation('app');
  const { cluster, namespaces } = usePlace();
  const namespace = namespaces?.[0];
  const { resources, isLoading, problem, retry } = useDiscovery(cluster);
  const only = useMemo(() => (namespace === undefined ? null : [namespace]), [namespace]);
  const remember = useRememberNamespaces(cluster, only, true);
  const { denies, usable, known } = useListRights(cluster, resources, only, namespace ?? 'default');
  const kinds = useContext(KindsContext);
  const { groups, denied } = useMemo(() => {
    const sections = sidebarModel(resources, kinds).map(({ group, apiGroup, items }) => ({
      id: apiGroup ?? group,
      title: apiGroup ?? t(`groups.${group}`),
      resources: items.map(({ resource }) => resource).filter(({ namespaced }) => namespaced),
    }));
    return {
      groups: sections.map((section) => ({
        ...section,
        resources: section.resources.filter((resource) => !denies(resource)),
      })),
      denied: sections.flatMap((section) => section.resources.filter(denies)),
    };
  }, [resources, kinds, denies, t]);

  useEffect(() => {
    if (namespace === undefined) return;
    document.title = `${namespace} · ${cluster} – Quarterdeck`;
    visited.opened(cluster, {
      path: namespacePath(cluster, namespace),
      name: namespace,
      kind: 'Namespace',
      where: '',
    });
  }, [namespace, cluster]);

  if (namespace === undefined || only === null)
    return (
      <PlainPage title={t('namespace.one')}>
        <p>{t('unknown.chooseNamespace')}</p>
      </PlainPage>
    );
  if (problem) return <ProblemView problem={problem} onRetry={retry} />;
  // asked before anything is read: a list that is refused is not worth the request
  if (isLoading || !known) return <PageWaiting />;
  return (
    <NamespaceGuard cluster={cluster} namespaces={only} onFound={remember}>
      <Suspense fallback={<PageWaiting />}>
        <NamespacePage
          key={`${cluster}/${namespace}`}
          cluster={cluster}
          namespace={namespace}
          groups={usable ? groups : NOTHING}
          denied={denied}
        />
      </Suspense>
    </NamespaceGuard>
  );
}
