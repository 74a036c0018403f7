import type { ClusterStore, DemoObject, ResourceKey, StoreEvent } from '../store.ts';
import { KEYS, keyText, type Pod } from './kinds.ts';

export interface Indexed {
  readonly key: ResourceKey;
  readonly object: DemoObject;
}

/** What controllers would otherwise search the store for, kept up to date by its events: owned objects, pods by node and namespace. */
export class ClusterIndex {
  readonly #owned = new Map<string, Map<string, Indexed>>();
  readonly #byNode = new Map<string, Map<string, Pod>>();
  readonly #byNamespace = new Map<string, Map<string, Pod>>();
  readonly #alone = new Map<string, Map<string, DemoObject>>();
  readonly #alive = new Map<string, Indexed>();
  readonly #resources = new Map<string, ResourceKey>();

  constructor(store: ClusterStore) {
    for (const key of Object.values(KEYS))
      for (const object of store.list(key)) this.apply({ type: 'ADDED', key, object });
  }

  apply(event: StoreEvent): void {
    const { key, object } = event;
    const uid = object.metadata.uid;
    const before = this.#alive.get(uid)?.object;
    if (!this.#resources.has(keyText(key))) this.#resources.set(keyText(key), key);
    if (before) this.#forget(key, before);
    if (event.type === 'DELETED') {
      this.#alive.delete(uid);
      return;
    }
    const indexed: Indexed = { key, object };
    this.#alive.set(uid, indexed);
    for (const owner of object.metadata.ownerReferences ?? []) put(this.#owned, owner.uid, uid, indexed);
    if (isAlone(key, object)) put(this.#alone, aloneAt(key, object.metadata.namespace), uid, object);
    if (key.group === '' && key.resource === 'pods') {
      const pod = object as Pod;
      put(this.#byNode, pod.spec.nodeName ?? '', uid, pod);
      put(this.#byNamespace, pod.metadata.namespace ?? '', uid, pod);
    }
  }

  #forget(key: ResourceKey, before: DemoObject): void {
    const uid = before.metadata.uid;
    for (const owner of before.metadata.ownerReferences ?? []) drop(this.#owned, owner.uid, uid);
    if (isAlone(key, before)) drop(this.#alone, aloneAt(key, before.metadata.namespace), uid);
    if (key.group !== '' || key.resource !== 'pods') return;
    drop(this.#byNode, (before as Pod).spec.nodeName ?? '', uid);
    drop(this.#byNamespace, before.metadata.namespace ?? '', uid);
  }

  ownedBy(uid: string): Indexed[] {
    return [...(this.#owned.get(uid)?.values() ?? [])];
  }

  /** Objects of one resource whose controller is the given object. */
  controlledBy(owner: DemoObject, key: ResourceKey): DemoObject[] {
    const found: DemoObject[] = [];
    for (const { key: at, object } of this.#owned.get(owner.metadata.uid)?.values() ?? []) {
      if (at.resource !== key.resource || at.group !== key.group) continue;
      if (object.metadata.ownerReferences?.some((one) => one.controller && one.uid === owner.metadata.uid))
        found.push(object);
    }
    return found;
  }

  /** Pods, ReplicaSets and ControllerRevisions of a namespace that no controller looks after: what may be adopted. */
  uncontrolled(key: ResourceKey, namespace: string): Iterable<DemoObject> {
    return this.#alone.get(aloneAt(key, namespace))?.values() ?? [];
  }

  podsOn(node: string): Iterable<Pod> {
    return this.#byNode.get(node)?.values() ?? [];
  }

  podsIn(namespace: string): Iterable<Pod> {
    return this.#byNamespace.get(namespace)?.values() ?? [];
  }

  isAlive(uid: string): boolean {
    return this.#alive.has(uid);
  }

  byUid(uid: string): Indexed | undefined {
    return this.#alive.get(uid);
  }

  /** Every resource of which an object has been seen, custom resources included. */
  resources(): ResourceKey[] {
    return [...this.#resources.values()];
  }
}

const ADOPTABLE = new Set([KEYS.Pod, KEYS.ReplicaSet, KEYS.ControllerRevision].map(keyText));

const aloneAt = (key: ResourceKey, namespace: string | undefined) => `${keyText(key)}/${namespace ?? ''}`;

function isAlone(key: ResourceKey, object: DemoObject): boolean {
  return ADOPTABLE.has(keyText(key)) && !object.metadata.ownerReferences?.some((owner) => owner.controller);
}

function put<T>(index: Map<string, Map<string, T>>, at: string, uid: string, value: T): void {
  const bucket = index.get(at);
  if (bucket) bucket.set(uid, value);
  else index.set(at, new Map([[uid, value]]));
}

function drop<T>(index: Map<string, Map<string, T>>, at: string, uid: string): void {
  const bucket = index.get(at);
  if (!bucket) return;
  bucket.delete(uid);
  if (bucket.size === 0) index.delete(at);
}
