import type { KubeObject } from '../../api/kube-object.ts';
import { textAt } from '../../api/read-field.ts';

/** Who makes a pod again once it is deleted; undefined: nobody. That of a pod that has ended, or is leaving, has done so already. */
export function makerOf(pod: KubeObject): { readonly kind: string; readonly name: string } | undefined {
  const { ownerReferences, deletionTimestamp } = pod.metadata;
  const maker = ownerReferences?.find(({ controller }) => controller === true);
  const isOver = deletionTimestamp !== undefined || /^(Succeeded|Failed)$/.test(textAt(pod, 'status.phase'));
  // a node's own pods come from files: what is deleted is their image only
  return isOver || maker?.kind === 'Node' ? undefined : maker;
}
