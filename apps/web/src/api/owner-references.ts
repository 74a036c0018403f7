import type { KubeObject } from './kube-object.ts';
import { textAt, valueAt } from './read-field.ts';

export type OwnerReference = NonNullable<KubeObject['metadata']['ownerReferences']>[number];

/** Owner references as a cluster serves them: whatever is no reference is left out. */
export function readOwners(value: unknown): readonly OwnerReference[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown): OwnerReference[] => {
    const apiVersion = textAt(item, 'apiVersion');
    const [kind, name, uid] = [textAt(item, 'kind'), textAt(item, 'name'), textAt(item, 'uid')];
    if (!apiVersion || !kind || !name || !uid) return [];
    return [{ apiVersion, kind, name, uid, ...(valueAt(item, 'controller') === true ? { controller: true } : {}) }];
  });
}
