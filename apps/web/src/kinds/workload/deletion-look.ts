import type { KubeObject } from '../../api/kube-object.ts';
import { numberAt } from '../../api/read-field.ts';
import type { Finding } from '../deletion.ts';

/** How many pods end with a Deployment, ReplicaSet, DaemonSet or Job: each counts them in a field of its own. */
export async function look(workload: KubeObject): Promise<readonly Finding[]> {
  const count =
    numberAt(workload, 'status.replicas') ??
    numberAt(workload, 'status.currentNumberScheduled') ??
    numberAt(workload, 'status.active') ??
    0;
  return [{ about: 'takes', key: 'pods', values: { count } }];
}
