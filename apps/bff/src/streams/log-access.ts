import type { Session } from '../auth/session.ts';
import type { Cluster } from '../clusters/cluster.ts';
import { accessRefusal } from './access-refusal.ts';
import type { LogReader } from './log-reader.ts';

/** Where the namespace's logs are refused, some pods' may be allowed by name: so many are asked for. */
const MAX_PODS = 100;

/** Ends what of its logs the person may no longer read. */
export async function recheckLogs(cluster: Cluster, session: Session, reader: LogReader): Promise<void> {
  const { targets } = reader;
  const logs = { verb: 'get', resource: 'pods', subresource: 'log' };
  for (const namespace of new Set(targets.map((target) => target.namespace))) {
    const refused = await accessRefusal(cluster, session, { ...logs, namespace });
    if (refused === null) continue;
    const pods = new Set(targets.filter((target) => target.namespace === namespace).map(({ pod }) => pod));
    for (const pod of [...pods].slice(0, MAX_PODS)) {
      const why = await accessRefusal(cluster, session, { ...logs, namespace, name: pod }, { pod });
      if (why !== null) reader.refuse((target) => target.namespace === namespace && target.pod === pod, why);
    }
  }
  for (const namespace of reader.queryNamespaces) {
    const refused = await accessRefusal(cluster, session, { verb: 'watch', resource: 'pods', namespace });
    if (refused !== null) reader.refuseQueries(namespace, refused);
  }
}
