import { randomInt, randomUUID } from 'node:crypto';
import { graceSeconds, isReleased, markTerminating } from './deletion.ts';
import { cloneJson, equalJson, isJsonObject } from './json-value.ts';
import { alreadyExists } from './status-error.ts';
import type { ClusterStore, DemoObject, ResourceKey, StoreEvent } from './store.ts';

/** Events that are kept per resource for watches that start in the past. */
const HISTORY = 8192;
const FIRST_VERSION = 1000;
const GENERATED_NAME = 'bcdfghjklmnpqrstvwxz2456789';

interface Bucket {
  readonly objects: Map<string, DemoObject>;
  /** names in order; undefined after a name came or went */
  sorted: string[] | undefined;
}

interface Collection {
  readonly buckets: Map<string, Bucket>;
  history: StoreEvent[];
  /** A watch can start after this version; what happened up to it is forgotten. */
  forgottenUpTo: number;
}

export interface MemoryStoreOptions {
  now(): number;
  hasGeneration(key: ResourceKey): boolean;
  /** Defaulting and identity (apiVersion, kind); runs on every create and update, before the comparison. */
  prepare(key: ResourceKey, draft: DemoObject, old: DemoObject | undefined): void;
}

/** Completes an object that is about to be stored, or refuses it by an exception. */
type Settle = (draft: DemoObject) => void;

export type CreateInput = Parameters<ClusterStore['create']>[1];
export type DeleteOptions = NonNullable<Parameters<ClusterStore['delete']>[3]>;

export const timestamp = (epochMs: number) => new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z');

const versionOf = (event: StoreEvent) => Number(event.object.metadata.resourceVersion);

/** The cluster's memory: all objects, one growing resourceVersion, and a window of past events per resource. */
export class MemoryStore implements ClusterStore {
  readonly #options: MemoryStoreOptions;
  readonly #collections = new Map<string, Collection>();
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  readonly #pending: StoreEvent[] = [];
  #delivering = false;
  #version = FIRST_VERSION;
  #floor = FIRST_VERSION;

  constructor(options: MemoryStoreOptions) {
    this.#options = options;
  }

  now(): number {
    return this.#options.now();
  }

  /** The newest resourceVersion that was given out. */
  version(): number {
    return this.#version;
  }

  get(key: ResourceKey, namespace: string | undefined, name: string): DemoObject | undefined {
    return this.#collection(key)
      .buckets.get(namespace ?? '')
      ?.objects.get(name);
  }

  /** In the order of etcd's keys: by namespace, then by name. */
  list(key: ResourceKey, namespace?: string): DemoObject[] {
    const { buckets } = this.#collection(key);
    const names = namespace === undefined ? [...buckets.keys()].sort() : [namespace];
    const result: DemoObject[] = [];
    for (const bucketName of names) {
      const bucket = buckets.get(bucketName);
      if (!bucket) continue;
      bucket.sorted ??= [...bucket.objects.keys()].sort();
      for (const name of bucket.sorted) result.push(bucket.objects.get(name) as DemoObject);
    }
    return result;
  }

  /**
   * What `create` would store, without storing it. `settle` sees it complete, before it is stored: the API server's admission.
   * Whether the name is taken shows when it is inserted.
   */
  draft(key: ResourceKey, input: CreateInput, settle?: Settle): DemoObject {
    const draft = cloneJson(input) as DemoObject;
    const meta = draft.metadata;
    if (!meta.name && meta.generateName) {
      do meta.name = `${meta.generateName.slice(0, 58)}${randomSuffix()}`;
      while (this.get(key, meta.namespace, meta.name));
    }
    meta.uid = randomUUID();
    meta.creationTimestamp = timestamp(this.now());
    delete meta.deletionTimestamp;
    delete meta.deletionGracePeriodSeconds;
    meta.resourceVersion = '';
    if (this.#options.hasGeneration(key)) meta.generation = 1;
    else delete meta.generation;
    this.#options.prepare(key, draft, undefined);
    settle?.(draft);
    return draft;
  }

  create(key: ResourceKey, input: CreateInput): DemoObject {
    return this.insert(key, this.draft(key, input));
  }

  /** Stores what `draft` made. Throws when the name is taken; `dryRun` does no more than that. */
  insert(key: ResourceKey, object: DemoObject, dryRun = false): DemoObject {
    const { name, namespace } = object.metadata;
    if (this.get(key, namespace, name)) throw alreadyExists(key, name);
    if (dryRun) return object;
    object.metadata.resourceVersion = this.#nextVersion();
    const bucket = this.#bucket(key, namespace);
    bucket.objects.set(name, object);
    bucket.sorted = undefined;
    this.#emit({ type: 'ADDED', key, object });
    return object;
  }

  /**
   * What `update` would store, without storing it; the current object itself when nothing changes. `settle` as for `draft`.
   */
  revise(key: ResourceKey, current: DemoObject, change: (draft: DemoObject) => void, settle?: Settle): DemoObject {
    const draft = cloneJson(current);
    change(draft);
    const { name, namespace, uid, creationTimestamp, resourceVersion, generation } = current.metadata;
    Object.assign(draft.metadata, { name, uid, creationTimestamp, resourceVersion });
    if (namespace !== undefined) draft.metadata.namespace = namespace;
    if (generation !== undefined) draft.metadata.generation = generation;
    else delete draft.metadata.generation;
    this.#options.prepare(key, draft, current);
    settle?.(draft);
    if (equalJson(draft, current)) return current;
    if (generation !== undefined && !equalJson(withoutMeta(draft), withoutMeta(current)))
      draft.metadata.generation = generation + 1;
    return draft;
  }

  update(
    key: ResourceKey,
    namespace: string | undefined,
    name: string,
    change: (draft: DemoObject) => void,
  ): DemoObject | undefined {
    const current = this.get(key, namespace, name);
    if (!current) return undefined;
    return this.commit(key, current, this.revise(key, current, change));
  }

  /** Stores what `revise` made of the current object; an object that nothing holds any more goes. */
  commit(key: ResourceKey, current: DemoObject, object: DemoObject): DemoObject {
    if (object === current) return current;
    if (isReleased(key, object)) this.#remove(key, object);
    else this.#replace(key, current, object);
    return object;
  }

  delete(key: ResourceKey, namespace: string | undefined, name: string, options: DeleteOptions = {}): void {
    const current = this.get(key, namespace, name);
    if (!current) return;
    if (options.force) {
      this.#remove(key, current);
      return;
    }
    const grace = graceSeconds(key, current, options.graceSeconds);
    const next = cloneJson(current);
    const meta = next.metadata;
    if (meta.deletionTimestamp === undefined || grace < (meta.deletionGracePeriodSeconds ?? 0)) {
      meta.deletionTimestamp = timestamp(this.now() + grace * 1000);
      meta.deletionGracePeriodSeconds = grace;
      if (meta.generation !== undefined) meta.generation += 1;
    }
    const wanted =
      options.propagation === 'Foreground' ? 'foregroundDeletion' : options.propagation === 'Orphan' ? 'orphan' : '';
    if (wanted !== '' && !meta.finalizers?.includes(wanted)) meta.finalizers = [...(meta.finalizers ?? []), wanted];
    markTerminating(key, next);
    if (isReleased(key, next)) this.#remove(key, next);
    else if (!equalJson(next, current)) this.#replace(key, current, next);
  }

  onEvent(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The events after a version; undefined when that is too long ago (410). */
  eventsAfter(key: ResourceKey, version: number): StoreEvent[] | undefined {
    const { history, forgottenUpTo } = this.#collection(key);
    if (version < forgottenUpTo) return undefined;
    let low = 0;
    let high = history.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (versionOf(history[middle] as StoreEvent) <= version) low = middle + 1;
      else high = middle;
    }
    return history.slice(low);
  }

  /** The oldest version from which a watch can start. */
  oldestVersion(key: ResourceKey): number {
    return this.#collection(key).forgottenUpTo;
  }

  /** Compacts everything: no version given out until now can be watched from any more. */
  forgetHistory(): void {
    this.#version += 1;
    this.#floor = this.#version;
    for (const collection of this.#collections.values()) {
      collection.history = [];
      collection.forgottenUpTo = this.#version;
    }
  }

  #collection({ group, resource }: ResourceKey): Collection {
    const id = `${group}/${resource}`;
    let collection = this.#collections.get(id);
    if (!collection) {
      collection = { buckets: new Map(), history: [], forgottenUpTo: this.#floor };
      this.#collections.set(id, collection);
    }
    return collection;
  }

  #bucket(key: ResourceKey, namespace = ''): Bucket {
    const { buckets } = this.#collection(key);
    let bucket = buckets.get(namespace);
    if (!bucket) {
      bucket = { objects: new Map(), sorted: undefined };
      buckets.set(namespace, bucket);
    }
    return bucket;
  }

  #nextVersion(): string {
    this.#version += 1;
    return String(this.#version);
  }

  #replace(key: ResourceKey, old: DemoObject, object: DemoObject): void {
    object.metadata.resourceVersion = this.#nextVersion();
    this.#bucket(key, object.metadata.namespace).objects.set(object.metadata.name, object);
    this.#emit({ type: 'MODIFIED', key, object, old });
  }

  #remove(key: ResourceKey, last: DemoObject): void {
    const { namespace, name } = last.metadata;
    const old = this.get(key, namespace, name);
    if (!old) return;
    const bucket = this.#bucket(key, namespace);
    bucket.objects.delete(name);
    bucket.sorted = undefined;
    if (bucket.objects.size === 0) this.#collection(key).buckets.delete(namespace ?? '');
    // a DELETED event carries the version of the deletion, so that a watch can resume after it
    const object = { ...last, metadata: { ...last.metadata, resourceVersion: this.#nextVersion() } };
    this.#emit({ type: 'DELETED', key, object, old });
  }

  /** Listeners that write make new events; those wait until everybody has seen this one, so all see the same order. */
  #emit(event: StoreEvent): void {
    const collection = this.#collection(event.key);
    collection.history.push(event);
    if (collection.history.length > HISTORY * 2) {
      const dropped = collection.history.splice(0, HISTORY);
      collection.forgottenUpTo = versionOf(dropped.at(-1) as StoreEvent);
    }
    this.#pending.push(event);
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      for (let next = this.#pending.shift(); next; next = this.#pending.shift())
        for (const listener of this.#listeners) listener(next);
    } finally {
      this.#delivering = false;
    }
  }
}

function withoutMeta(object: DemoObject): Record<string, unknown> {
  const { metadata: _metadata, status: _status, ...rest } = object;
  return isJsonObject(rest) ? rest : {};
}

function randomSuffix(): string {
  let suffix = '';
  for (let index = 0; index < 5; index += 1) suffix += GENERATED_NAME[randomInt(GENERATED_NAME.length)];
  return suffix;
}
