import { useRouter, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { rawApiPath } from '../../api/addresses.ts';
import { lazyWithWords } from '../../i18n/lazy-with-words.ts';
import { usePlace } from '../place.ts';

const RawApiPage = lazyWithWords(['raw-api', 'problems'], async () => {
  const [page] = await Promise.all([
    import('../../features/raw-api/raw-api-page.tsx'),
    import('../../ui/more-styles.ts'),
  ]);
  return page;
});

/** The explorer of the API; the path that it asks for stands in the address. */
export function RawApiRoute() {
  const router = useRouter();
  const { cluster } = usePlace();
  const path = useRouterState({
    select: ({ location }) => {
      const { path: wanted }: { path?: unknown } = location.search;
      return typeof wanted === 'string' ? wanted : '';
    },
  });
  useEffect(() => {
    document.title = `${path === '' ? 'API' : path} · ${cluster} – Quarterdeck`;
  }, [path, cluster]);
  return (
    <RawApiPage
      key={cluster}
      cluster={cluster}
      path={path}
      onPath={(next) => router.history.push(rawApiPath(cluster, next))}
    />
  );
}
