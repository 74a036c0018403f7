import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { namespacesSegment, workloadsPath } from '../../api/addresses.ts';
import { useDiscovery } from '../../api/discovery.ts';
import { visited } from '../../api/visited.ts';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { usePlace } from '../place.ts';
import { useListState } from '../use-list-state.ts';
import { useRememberNamespaces } from '../use-remember-namespaces.ts';
import { NamespaceGuard } from './namespace-guard.tsx';
import { ObjectPanel } from './object-panel.ts';
import { PageWaiting } from './page-waiting.tsx';

const WorkloadsPage = lazyWithWords(
  ['pages', 'problems'],
  () => import('../../features/resource-list/workloads/workloads-page.tsx'),
);

/** The workloads of all kinds, once discovery knows which kinds there are. */
export function WorkloadsRoute() {
  const { t } = useTranslation('app');
  const { cluster, namespaces = null } = usePlace();
  const { isLoading, problem, retry } = useDiscovery(cluster);
  const state = useListState();
  const remember = useRememberNamespaces(cluster, namespaces, true);
  const title = t('shell.workloads');

  useEffect(() => {
    const where = namespaces === null ? '' : `${namespaces.join(', ')} · `;
    document.title = `${title} · ${where}${cluster} – Quarterdeck`;
    const page = { path: workloadsPath(cluster, namespaces), name: title, kind: '' };
    visited.opened(cluster, { ...page, where: namespacesSegment(namespaces) });
  }, [title, namespaces, cluster]);

  if (problem) return <ProblemView problem={problem} onRetry={retry} />;
  if (isLoading) return <PageWaiting />;
  return (
    <NamespaceGuard cluster={cluster} namespaces={namespaces} onFound={remember}>
      <Suspense fallback={<PageWaiting />}>
        <WorkloadsPage key={cluster} cluster={cluster} namespaces={namespaces} {...state} panel={ObjectPanel} />
      </Suspense>
    </NamespaceGuard>
  );
}
