import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { problemOfError } from '../../api/api-fetch.ts';
import { recall } from '../../api/browser-memory.ts';
import { useConfig } from '../../api/use-config.ts';
import { ProblemView } from '../../ui/problem-view.tsx';
import { safeNext } from '../landing.ts';
import { localKey } from '../local-key.ts';
import { PageWaiting } from './page-waiting.tsx';

export const LAST_PLACE = 'place';

/** "/": where the person was last, else into the only cluster, else the sign-in page. */
export function HomePage() {
  const router = useRouter();
  const config = useConfig();
  const clusters = config.data?.clusters;

  useEffect(() => {
    if (clusters === undefined || router.history.location.pathname !== '/') return;
    const last = safeNext(recall(LAST_PLACE) ?? undefined);
    const known = clusters.some(({ name }) => last?.startsWith(`/clusters/${encodeURIComponent(name)}/`));
    const [only] = clusters;
    if (localKey() !== undefined) router.history.replace('/sign-in');
    else if (last !== undefined && known) router.history.replace(last);
    else if (clusters.length === 1 && only) router.history.replace(`/clusters/${encodeURIComponent(only.name)}`);
    else router.history.replace('/sign-in');
  }, [clusters, router]);

  if (config.error && !config.data)
    return <ProblemView problem={problemOfError(config.error)} onRetry={() => void config.refetch()} />;
  return <PageWaiting />;
}
