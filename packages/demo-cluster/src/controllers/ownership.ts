import type { DemoObject, ResourceKey, StoreEvent } from '../store.ts';
import { type ControllerContext, queueKey } from './controller.ts';
import type { LabelSelector } from './kinds.ts';
import { controllerReference } from './pod-template.ts';
import { matches } from './selector.ts';

export function controllerUid(object: DemoObject): string | undefined {
  return object.metadata.ownerReferences?.find((owner) => owner.controller)?.uid;
}

/** Asks `mayAdopt` about objects without a controller, and `mayKeep` about those that the owner has. */
interface ClaimRules {
  readonly selector: LabelSelector;
  readonly mayAdopt?: (object: DemoObject) => boolean;
}

/**
 * The objects of one resource that belong to an owner: those that match its selector and have no other controller are adopted,
 * those that match no longer are let go. An owner on its way out takes no new ones.
 */
export function claim<T extends DemoObject>(
  { store, index }: ControllerContext,
  owner: DemoObject,
  key: ResourceKey,
  { selector, mayAdopt }: ClaimRules,
): T[] {
  const mine: DemoObject[] = [];
  for (const object of index.controlledBy(owner, key)) {
    if (matches(selector, object.metadata.labels)) mine.push(object);
    else if (!owner.metadata.deletionTimestamp) release(store, owner, key, object);
  }
  if (owner.metadata.deletionTimestamp) return mine as T[];
  for (const object of [...index.uncontrolled(key, owner.metadata.namespace ?? '')]) {
    if (object.metadata.deletionTimestamp || !matches(selector, object.metadata.labels)) continue;
    if (mayAdopt && !mayAdopt(object)) continue;
    const adopted = store.update(key, object.metadata.namespace, object.metadata.name, (draft) => {
      const others = (draft.metadata.ownerReferences ?? []).filter((one) => one.uid !== owner.metadata.uid);
      draft.metadata.ownerReferences = [...others, controllerReference(owner)];
    });
    if (adopted) mine.push(adopted);
  }
  return mine as T[];
}

function release(
  store: ControllerContext['store'],
  { metadata: { uid } }: DemoObject,
  key: ResourceKey,
  { metadata }: DemoObject,
): void {
  store.update(key, metadata.namespace, metadata.name, (draft) => {
    const rest = (draft.metadata.ownerReferences ?? []).filter((one) => one.uid !== uid);
    if (rest.length > 0) draft.metadata.ownerReferences = rest;
    else delete draft.metadata.ownerReferences;
  });
}

/**
 * Queue keys of the owners that may want an object without a controller, for a watch's map: those of its namespace whose selector
 * matches it. Only when it is new or its labels or owners have changed, so the churn of unowned pods costs nothing.
 */
export function suitors(owners: ResourceKey, selectorOf: (owner: DemoObject) => LabelSelector | undefined) {
  return ({ type, object, old }: StoreEvent, { store }: ControllerContext): string[] => {
    if (type === 'DELETED' || controllerUid(object) !== undefined) return [];
    if (old?.metadata.labels === object.metadata.labels) return [];
    if (old && controllerUid(old) === undefined && sameLabels(old, object)) return [];
    return store
      .list(owners, object.metadata.namespace ?? '')
      .filter((owner) => matches(selectorOf(owner), object.metadata.labels))
      .map((owner) => queueKey(owner.metadata.namespace, owner.metadata.name));
  };
}

function sameLabels(a: DemoObject, b: DemoObject): boolean {
  const before = a.metadata.labels ?? {};
  const after = b.metadata.labels ?? {};
  const keys = Object.keys(after);
  return keys.length === Object.keys(before).length && keys.every((key) => before[key] === after[key]);
}

/** The label selector of a workload. */
export function selectorOf(owner: DemoObject): LabelSelector | undefined {
  return (owner['spec'] as { selector?: LabelSelector } | undefined)?.selector;
}

/** An empty selector selects everything: the controllers refuse to act on it. */
export function selectsEverything(selector: LabelSelector | undefined): boolean {
  return (
    selector !== undefined &&
    Object.keys(selector.matchLabels ?? {}).length === 0 &&
    (selector.matchExpressions ?? []).length === 0
  );
}
