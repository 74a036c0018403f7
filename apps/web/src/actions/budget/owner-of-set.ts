import type { KubeObject } from '../../api/kube-object.ts';

const SETS = ['ReplicaSet', 'ReplicationController'];

/**
 * What controls a set of pods of one revision, a Deployment say: such a set's selector is of that revision alone, so that a budget made
 * of it would cover no pod of the next one.
 */
export function ownerOfSet(
  object: Pick<KubeObject, 'kind' | 'metadata'> | undefined,
): { readonly kind: string; readonly name: string } | undefined {
  const owner = object?.metadata.ownerReferences?.find(({ controller }) => controller === true);
  return owner === undefined || !SETS.includes(object?.kind ?? '') ? undefined : { kind: owner.kind, name: owner.name };
}
