import type { DemoObject, StoreEvent } from '../store.ts';
import type { Controller, ControllerContext } from './controller.ts';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

/**
 * Deletes what nobody owns any more: dependents of deleted owners in the background, dependents first for owners that are
 * deleted in the foreground, and lets dependents go for owners that are deleted with orphaning. It works on uids, over all resources.
 */
export const garbageCollector: Controller = {
  name: 'garbage-collector',
  watches: [{ key: undefined, map: concerned }],
  reconcile({ store, index }, _namespace, uid) {
    const found = index.byUid(uid);
    if (!found) return undefined;
    const { key, object } = found;
    const { metadata } = object;
    if (metadata.deletionTimestamp) {
      if (metadata.finalizers?.includes(FOREGROUND)) {
        const blocking = index.ownedBy(uid);
        for (const one of blocking)
          if (!one.object.metadata.deletionTimestamp)
            store.delete(one.key, one.object.metadata.namespace, one.object.metadata.name, {
              propagation: 'Foreground',
            });
        if (index.ownedBy(uid).length === 0) dropFinalizer(FOREGROUND);
        return undefined;
      }
      if (metadata.finalizers?.includes(ORPHAN)) {
        for (const one of index.ownedBy(uid))
          store.update(one.key, one.object.metadata.namespace, one.object.metadata.name, (draft) => {
            const rest = (draft.metadata.ownerReferences ?? []).filter((owner) => owner.uid !== uid);
            if (rest.length > 0) draft.metadata.ownerReferences = rest;
            else delete draft.metadata.ownerReferences;
          });
        dropFinalizer(ORPHAN);
      }
      return undefined;
    }
    const owners = metadata.ownerReferences ?? [];
    if (owners.length > 0 && owners.every((owner) => !index.isAlive(owner.uid)))
      store.delete(key, metadata.namespace, metadata.name, { propagation: 'Background' });
    return undefined;

    function dropFinalizer(name: string): void {
      store.update(key, metadata.namespace, metadata.name, (draft) => {
        draft.metadata.finalizers = (draft.metadata.finalizers ?? []).filter((one) => one !== name);
      });
    }
  },
};

/** Objects that this change may doom, as keys "/uid". */
function concerned({ type, object }: StoreEvent, { index }: ControllerContext): string[] {
  if (type === 'DELETED') return [...dependentsBefore(index, object), ...waitingOwners(object)].map((uid) => `/${uid}`);
  const finalizers = object.metadata.finalizers;
  const isWaiting =
    object.metadata.deletionTimestamp && (finalizers?.includes(FOREGROUND) || finalizers?.includes(ORPHAN));
  if (isWaiting) return [`/${object.metadata.uid}`];
  return type === 'ADDED' && object.metadata.ownerReferences?.length ? [`/${object.metadata.uid}`] : [];
}

function dependentsBefore(index: ControllerContext['index'], { metadata }: DemoObject): string[] {
  return index.ownedBy(metadata.uid).map(({ object }) => object.metadata.uid);
}

/** Owners that wait in the foreground for this dependent. */
function waitingOwners({ metadata }: DemoObject): string[] {
  return (metadata.ownerReferences ?? []).map((owner) => owner.uid);
}
