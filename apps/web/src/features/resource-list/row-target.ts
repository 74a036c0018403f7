import type { ActionTarget } from '../../actions/define-action.ts';
import type { DiscoveredResource } from '../../api/kube-object.ts';
import type { Row } from '../../live/row.ts';

/** What actions are told of a row. */
export function rowTarget(cluster: string, resource: DiscoveredResource, row: Row): ActionTarget {
  const { uid, namespace, name, labels } = row;
  return {
    ref: { cluster, resource, namespace: resource.namespaced ? namespace : undefined, name },
    uid,
    labels: labels ?? {},
  };
}
