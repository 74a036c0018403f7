import type { DemoObject, StoreEvent } from '../store.ts';
import type { Indexed } from './cluster-index.ts';
import type { Controller, ControllerContext } from './controller.ts';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';
const SOURCE = { component: 'garbage-collector-controller' };

type Owner = NonNullable<DemoObject['metadata']['ownerReferences']>[number];

/**
 * Deletes what nobody owns any more: dependents of deleted owners in the background, dependents first for owners that are
 * deleted in the foreground, and lets dependents go for owners that are deleted with orphaning. It works on uids, over all resources.
 */
export const garbageCollector: Controller = {
  name: 'garbage-collector',
  watches: [{ key: undefined, map: concerned }],
  reconcile(context, _namespace, uid) {
    const found = context.index.byUid(uid);
    if (!found) return undefined;
    const { deletionTimestamp, finalizers } = found.object.metadata;
    if (!deletionTimestamp) attempt(context, found);
    else if (finalizers?.includes(FOREGROUND)) deleteDependents(context, found);
    else if (finalizers?.includes(ORPHAN)) orphanDependents(context, found);
    return undefined;
  },
};

/** Dependents first; only those that say so hold their owner up. */
function deleteDependents(context: ControllerContext, found: Indexed): void {
  const { index } = context;
  const { uid } = found.object.metadata;
  for (const one of index.ownedBy(uid)) if (!one.object.metadata.deletionTimestamp) attempt(context, one);
  const blocks = ({ object }: Indexed) =>
    object.metadata.ownerReferences?.some((owner) => owner.uid === uid && owner.blockOwnerDeletion);
  if (!index.ownedBy(uid).some(blocks)) dropFinalizer(context, found, FOREGROUND);
}

function orphanDependents(context: ControllerContext, found: Indexed): void {
  const { uid } = found.object.metadata;
  for (const one of context.index.ownedBy(uid)) dropOwners(context, one, (owner) => owner.uid === uid);
  dropFinalizer(context, found, ORPHAN);
}

/** Deletes an object unless somebody still owns it; owners that are gone, or wait for it to go, are struck off. */
function attempt(context: ControllerContext, found: Indexed): void {
  const { store, index } = context;
  const { metadata } = found.object;
  const owners = metadata.ownerReferences ?? [];
  if (owners.length === 0) return;
  const isGone = (owner: Owner) => ownerOf(context, found.object, owner) === undefined;
  const waits = (owner: Owner) => {
    const { deletionTimestamp, finalizers } = ownerOf(context, found.object, owner)?.metadata ?? {};
    return deletionTimestamp !== undefined && (finalizers?.includes(FOREGROUND) ?? false);
  };
  const isLost = (owner: Owner) => isGone(owner) || waits(owner);
  if (owners.some((owner) => !isLost(owner))) {
    if (owners.some(isLost)) dropOwners(context, found, isLost);
    return;
  }
  const hasDependents = index.ownedBy(metadata.uid).length > 0;
  const propagation = owners.some(waits) && hasDependents ? 'Foreground' : 'Background';
  store.delete(found.key, metadata.namespace, metadata.name, { propagation });
}

/** The owner, when it lives where it may: with its dependent or outside namespaces. */
function ownerOf({ index, events }: ControllerContext, dependent: DemoObject, owner: Owner): DemoObject | undefined {
  const found = index.byUid(owner.uid)?.object;
  if (!found) return undefined;
  const { namespace } = found.metadata;
  if (namespace === undefined || namespace === dependent.metadata.namespace) return found;
  const home = dependent.metadata.namespace ?? '';
  const id = `${owner.apiVersion}/${owner.kind}, namespace: ${home}, name: ${owner.name}, uid: ${owner.uid}`;
  const words = `ownerRef [${id}] does not exist in namespace "${home}"`;
  events.warning(dependent, SOURCE, 'OwnerRefInvalidNamespace', words);
  return undefined;
}

function dropOwners({ store }: ControllerContext, { key, object }: Indexed, isOut: (owner: Owner) => boolean): void {
  const rest = (object.metadata.ownerReferences ?? []).filter((owner) => !isOut(owner));
  store.update(key, object.metadata.namespace, object.metadata.name, (draft) => {
    if (rest.length > 0) draft.metadata.ownerReferences = rest;
    else delete draft.metadata.ownerReferences;
  });
}

function dropFinalizer({ store }: ControllerContext, { key, object: { metadata } }: Indexed, name: string): void {
  store.update(key, metadata.namespace, metadata.name, (draft) => {
    const rest = (draft.metadata.finalizers ?? []).filter((one) => one !== name);
    if (rest.length > 0) draft.metadata.finalizers = rest;
    else delete draft.metadata.finalizers;
  });
}

/** Objects that this change may doom, as keys "/uid". */
function concerned({ type, object, old }: StoreEvent, { index }: ControllerContext): string[] {
  const { uid, deletionTimestamp, finalizers, ownerReferences = [] } = object.metadata;
  if (type === 'DELETED') {
    const dependents = index.ownedBy(uid).map((one) => one.object.metadata.uid);
    return [...dependents, ...ownerReferences.map((owner) => owner.uid)].map((one) => `/${one}`);
  }
  if (deletionTimestamp) return finalizers?.includes(FOREGROUND) || finalizers?.includes(ORPHAN) ? [`/${uid}`] : [];
  const uids = (owners: readonly Owner[]) => owners.map((owner) => owner.uid).join();
  const before = old?.metadata.ownerReferences ?? [];
  if (type === 'MODIFIED' && uids(before) === uids(ownerReferences)) return [];
  // who lets go of an owner may have been what it waited for
  const former = before.filter((owner) => !ownerReferences.some((one) => one.uid === owner.uid));
  return [...(ownerReferences.length > 0 ? [uid] : []), ...former.map((owner) => owner.uid)].map((one) => `/${one}`);
}
