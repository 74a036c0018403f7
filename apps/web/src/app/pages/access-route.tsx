import { useRouter, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { accessPath } from '../../api/addresses.ts';
import { useSession } from '../../api/use-session.ts';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import { namespacesFor } from '../landing.ts';
import { usePlace } from '../place.ts';

const AccessPage = lazyWithWords(['access', 'problems'], async () => {
  const [page] = await Promise.all([
    import('../../features/access/access-page.tsx'),
    import('../../ui/more-styles.ts'),
  ]);
  return page;
});

/** The explorer of rights; what is asked stands in the address. */
export function AccessRoute() {
  const { t } = useTranslation('app');
  const router = useRouter();
  const { cluster } = usePlace();
  const session = useSession(cluster);
  const fields = useRouterState({ select: ({ location }) => location.search as Readonly<Record<string, string>> });
  const title = t('shell.permissions');
  useEffect(() => {
    document.title = `${title} · ${cluster} – Quarterdeck`;
  }, [title, cluster]);
  return (
    <AccessPage
      key={cluster}
      cluster={cluster}
      namespaces={namespacesFor(cluster, session)}
      fields={fields}
      onFields={(patch) => {
        const to = accessPath(cluster, { ...fields, ...patch });
        // what narrows a list as it is typed is no place to go back to
        if (Object.keys(patch).every((field) => field === 'q' || field === 'risk')) router.history.replace(to);
        else router.history.push(to);
      }}
    />
  );
}
