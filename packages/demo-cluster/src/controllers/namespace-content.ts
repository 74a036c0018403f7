import { setCondition } from './conditions.ts';
import type { ControllerContext } from './controller.ts';
import { type Condition, KEYS } from './kinds.ts';

/** What a namespace on its way out still holds, by "resource.group". */
export interface Leftovers {
  readonly objects: ReadonlyMap<string, number>;
  readonly finalizers: ReadonlyMap<string, number>;
}

/**
 * Deletes what a namespace contains, pods before anything else (KEP-5080), so that a pod never outlives the policies that confine it.
 */
export function empty({ store, index }: ControllerContext, name: string): Leftovers {
  const objects = new Map<string, number>();
  const finalizers = new Map<string, number>();
  const add = (map: Map<string, number>, at: string) => map.set(at, (map.get(at) ?? 0) + 1);
  const others = index.resources().filter((key) => key !== KEYS.Pod && !(key.group === '' && key.resource === 'pods'));
  for (const key of [KEYS.Pod, ...others]) {
    if (key.group === '' && key.resource === 'namespaces') continue;
    if (key.resource !== 'pods' && objects.has('pods.')) break;
    for (const object of store.list(key, name)) {
      if (object.metadata.namespace !== name) continue;
      if (!object.metadata.deletionTimestamp)
        store.delete(key, name, object.metadata.name, { propagation: 'Background' });
      const left = store.get(key, name, object.metadata.name);
      if (!left) continue;
      add(objects, `${key.resource}.${key.group}`);
      for (const finalizer of left.metadata.finalizers ?? []) add(finalizers, finalizer);
    }
  }
  return { objects, finalizers };
}

/** Says in the namespace's status what it waits for. */
export function report({ store }: ControllerContext, name: string, { objects, finalizers }: Leftovers): void {
  const list = (map: ReadonlyMap<string, number>, words: (at: string, count: number) => string) =>
    [...map]
      .map(([at, count]) => words(at, count))
      .sort()
      .join(', ');
  const remaining = list(objects, (at, count) => `${at} has ${count} resource instances`);
  const held = list(finalizers, (at, count) => `${at} in ${count} resource instances`);
  const conditions: readonly Condition[] = [
    condition('NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'),
    condition(
      'NamespaceDeletionGroupVersionParsingFailure',
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ),
    condition(
      'NamespaceDeletionContentFailure',
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ),
    remaining === ''
      ? condition('NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed')
      : condition(
          'NamespaceContentRemaining',
          'SomeResourcesRemain',
          `Some resources are remaining: ${remaining}`,
          'True',
        ),
    held === ''
      ? condition(
          'NamespaceFinalizersRemaining',
          'ContentHasNoFinalizers',
          'All content-preserving finalizers finished',
        )
      : condition(
          'NamespaceFinalizersRemaining',
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${held}`,
          'True',
        ),
  ];
  store.update(KEYS.Namespace, undefined, name, (draft) => {
    const status = { ...(draft['status'] as { conditions?: Condition[] } | undefined) };
    const next = [...(status.conditions ?? [])];
    for (const one of conditions) setCondition(next, one, store.now());
    draft['status'] = { ...status, conditions: next };
  });
}

function condition(type: string, reason: string, message: string, status = 'False'): Condition {
  return { type, status, reason, message };
}
