import type { Problem } from '@quarterdeck/shared/problem';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { accessRefusal } from '../streams/access-refusal.ts';
import { type PreviewTarget, proxiedName } from './preview-target.ts';

/** Why the person may not (or no longer) reach a port through the API server's proxy; null when they may. */
export function proxyRefusal(cluster: Cluster, session: Session, target: PreviewTarget): Promise<Problem | null> {
  const { namespace, resource } = target;
  return accessRefusal(cluster, session, {
    namespace,
    name: proxiedName(target),
    verb: 'get',
    resource,
    subresource: 'proxy',
  });
}
