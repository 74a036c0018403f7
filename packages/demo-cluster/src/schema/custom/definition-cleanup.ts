import { CUSTOM_RESOURCE_CLEANUP } from '../../deletion.ts';
import { textAt } from '../../json-value.ts';
import type { ClusterStore, DemoObject, ResourceKey } from '../../store.ts';

const CRDS: ResourceKey = { group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions' };

const resourceOf = (definition: DemoObject): ResourceKey => ({
  group: textAt(definition, 'spec', 'group'),
  resource: textAt(definition, 'spec', 'names', 'plural'),
});

/** A definition that is deleted takes its objects with it, and goes when the last one has gone. */
export function followDefinitions(store: ClusterStore): void {
  store.onEvent(({ type, key, object }) => {
    if (key.group === CRDS.group && key.resource === CRDS.resource) {
      if (type !== 'DELETED' && object.metadata.deletionTimestamp !== undefined) empty(store, object);
      return;
    }
    if (type !== 'DELETED' || !key.group.includes('.')) return;
    const definition = store.get(CRDS, undefined, `${key.resource}.${key.group}`);
    if (definition?.metadata.deletionTimestamp !== undefined) release(store, definition);
  });
}

function empty(store: ClusterStore, definition: DemoObject): void {
  const key = resourceOf(definition);
  for (const { metadata } of store.list(key))
    if (metadata.deletionTimestamp === undefined)
      store.delete(key, metadata.namespace, metadata.name, { propagation: 'Background' });
  release(store, definition);
}

function release(store: ClusterStore, definition: DemoObject): void {
  const { name } = definition.metadata;
  if (store.list(resourceOf(definition)).length > 0) return;
  const held = store.get(CRDS, undefined, name);
  if (!held?.metadata.finalizers?.includes(CUSTOM_RESOURCE_CLEANUP)) return;
  store.update(CRDS, undefined, name, (draft) => {
    draft.metadata.finalizers = (draft.metadata.finalizers ?? []).filter((one) => one !== CUSTOM_RESOURCE_CLEANUP);
  });
}

/** Whether the definition of a custom resource is being deleted: its objects can go, and none can come. */
export function isEnding(store: Pick<ClusterStore, 'get'>, { group, resource }: ResourceKey): boolean {
  return store.get(CRDS, undefined, `${resource}.${group}`)?.metadata.deletionTimestamp !== undefined;
}
