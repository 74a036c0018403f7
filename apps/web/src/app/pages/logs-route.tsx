import { useRouter, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { logsPath, namespacesSegment } from '../../api/addresses.ts';
import { visited } from '../../api/visited.ts';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import { usePlace } from '../place.ts';
import { useRememberNamespaces } from '../use-remember-namespaces.ts';
import { NamespaceGuard } from './namespace-guard.tsx';

const LogsPage = lazyWithWords(['logs', 'problems'], () => import('../../features/logs/logs-page.tsx'));

/** Stands for the selector that picks all; no selector is written so. */
const ALL = '*';

/** The logs of all pods of a selector, which stands in the address. */
export function LogsRoute() {
  const { t } = useTranslation('app');
  const router = useRouter();
  const { cluster, namespaces = null } = usePlace();
  const remember = useRememberNamespaces(cluster, namespaces, true);
  const selector = useRouterState({
    select: ({ location }) => {
      const { l }: { l?: unknown } = location.search;
      // an empty parameter does not last in an address
      return typeof l !== 'string' ? undefined : l === ALL ? '' : l;
    },
  });
  const title = t('shell.logs');
  const path = logsPath(cluster, namespaces);
  useEffect(() => {
    const where = namespacesSegment(namespaces);
    document.title = `${title} · ${namespaces === null ? '' : `${where} · `}${cluster} – Quarterdeck`;
    visited.opened(cluster, { path, name: title, kind: '', where });
  }, [title, path, namespaces, cluster]);
  return (
    <NamespaceGuard cluster={cluster} namespaces={namespaces} onFound={remember}>
      <LogsPage
        key={path}
        cluster={cluster}
        namespaces={namespaces}
        labelSelector={selector}
        onSelector={(next) => router.history.push(`${path}?${new URLSearchParams({ l: next || ALL })}`)}
      />
    </NamespaceGuard>
  );
}
