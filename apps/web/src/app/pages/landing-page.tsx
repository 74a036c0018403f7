import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { listPath, overviewPath } from '../../api/addresses.ts';
import { useSession } from '../../api/use-session.ts';
import { namespacesFor } from '../landing.ts';
import { usePlace } from '../place.ts';
import { useSeesCluster } from '../use-sees-cluster.ts';
import { PageWaiting } from './page-waiting.tsx';

const PODS = { group: '', resource: 'pods', namespaced: true } as const;

/** "/clusters/{cluster}": the overview for who may see the cluster, the pods of their namespace for the others. */
export function LandingPage() {
  const { cluster } = usePlace();
  const router = useRouter();
  const session = useSession(cluster);
  const { seesCluster, isPending } = useSeesCluster(cluster);

  useEffect(() => {
    if (isPending) return;
    router.history.replace(
      seesCluster ? overviewPath(cluster) : listPath(cluster, PODS, namespacesFor(cluster, session)),
    );
  }, [seesCluster, isPending, cluster, session, router]);

  return <PageWaiting />;
}
