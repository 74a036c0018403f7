import type { Problem } from '@quarterdeck/shared/problem';
import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { accessRefusal } from './access-refusal.ts';
import type { ContainerName } from './exec-problem.ts';

/**
 * Asks whether the person may (still) open a terminal. A WebSocket's exec is a GET for authorisation before v1.35, so that a
 * read-only role could do it; we ask for `create`, as kubectl always needed (KEP-4006). Returns the Problem that ends the
 * terminal, or null.
 */
export function execRefusal(
  cluster: Cluster,
  session: Session,
  target: ContainerName,
  subresource: 'exec' | 'attach' = 'exec',
): Promise<Problem | null> {
  const { namespace, pod, container } = target;
  const right = { namespace, name: pod, verb: 'create', resource: 'pods', subresource };
  return accessRefusal(cluster, session, right, { pod, container });
}
