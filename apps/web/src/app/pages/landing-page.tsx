import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { listPath, overviewPath } from '../../api/addresses.ts';
import { useSession } from '../../api/use-session.ts';
import { candidateNamespaces, firstReachable } from '../candidate-namespaces.ts';
import { lastNamespaces, namespacesFor } from '../landing.ts';
import { usePlace } from '../place.ts';
import { useSeesCluster } from '../use-sees-cluster.ts';
import { PageWaiting } from './page-waiting.tsx';

const LANDING = /^\/clusters\/[^/]+\/?$/;
const PODS = { group: '', resource: 'pods', namespaced: true } as const;

/** "/clusters/{cluster}": the overview for who may see the cluster, the pods of a namespace where they have rights for the others. */
export function LandingPage() {
  const { cluster } = usePlace();
  const router = useRouter();
  const client = useQueryClient();
  const session = useSession(cluster);
  const { seesCluster, isPending } = useSeesCluster(cluster);

  useEffect(() => {
    if (isPending) return;
    // who has gone on already, to a page that is still being fetched, is not called back
    const sendOn = (to: string) => {
      if (LANDING.test(router.history.location.pathname)) router.history.replace(to);
    };
    if (seesCluster) {
      sendOn(overviewPath(cluster));
      return;
    }
    let isLeft = false;
    const likely = namespacesFor(cluster, session);
    void firstReachable(client, cluster, candidateNamespaces(lastNamespaces(cluster), session)).then((found) => {
      if (isLeft) return;
      const isLikely = found === undefined || likely?.includes(found) === true;
      sendOn(listPath(cluster, PODS, isLikely ? likely : [found]));
    });
    return () => {
      isLeft = true;
    };
  }, [seesCluster, isPending, cluster, session, router, client]);

  return <PageWaiting />;
}
