/**
 * The seam between the API server half (REST, watch, RBAC, tables) and the controller half (controllers, scheduler, kubelet)
 * of the demo cluster. Controllers see objects only through this interface, as real ones see an API server.
 */

export interface DemoObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid: string;
    resourceVersion: string;
    generation?: number;
    creationTimestamp: string;
    deletionTimestamp?: string;
    deletionGracePeriodSeconds?: number;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    finalizers?: string[];
    ownerReferences?: {
      apiVersion: string;
      kind: string;
      name: string;
      uid: string;
      controller?: boolean;
      blockOwnerDeletion?: boolean;
    }[];
    managedFields?: unknown[];
    generateName?: string;
  };
  [field: string]: unknown;
}

/** An object before the store has given it an identity. */
export interface NewObject {
  apiVersion?: string;
  kind?: string;
  metadata: Partial<DemoObject['metadata']>;
  [field: string]: unknown;
}

/** "" is the core group. */
export interface ResourceKey {
  group: string;
  resource: string;
}

export type StoreEvent = {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  key: ResourceKey;
  object: DemoObject;
  old?: DemoObject;
};

/**
 * Objects that come out of the store are shared and must not be changed; `update` hands out a private copy to change.
 * Every create and update passes the API server's defaulting (table in defaults.ts), whoever writes.
 */
export interface ClusterStore {
  /** Milliseconds of the cluster's clock (injected; tests move it). */
  now(): number;
  get(key: ResourceKey, namespace: string | undefined, name: string): DemoObject | undefined;
  list(key: ResourceKey, namespace?: string): DemoObject[];
  /** Sets uid, resourceVersion, creationTimestamp, generation; resolves generateName. Throws StatusError (409 AlreadyExists). */
  create(key: ResourceKey, object: NewObject): DemoObject;
  /**
   * Replaces an object by `change` applied to a private copy; retries are not needed (single-threaded). Bumps resourceVersion,
   * and generation when anything but metadata and status changed. Nothing is written and no event sent when nothing changed.
   */
  update(
    key: ResourceKey,
    namespace: string | undefined,
    name: string,
    change: (draft: DemoObject) => void,
  ): DemoObject | undefined;
  /**
   * Deletes as the API server does. A scheduled, running pod gets deletionTimestamp and its grace period; the kubelet removes it
   * later with `graceSeconds: 0`. Finalizers keep an object until an update empties them. Foreground and Orphan add the
   * finalizers `foregroundDeletion` and `orphan`, which the garbage collector takes off. A namespace becomes Terminating and goes
   * when an update empties `spec.finalizers`. `force` removes at once, whatever holds it. No error when nothing is there.
   */
  delete(
    key: ResourceKey,
    namespace: string | undefined,
    name: string,
    options?: { graceSeconds?: number; force?: boolean; propagation?: 'Background' | 'Foreground' | 'Orphan' },
  ): void;
  /** Synchronous listeners, called after the write. Returns the function that ends it. */
  onEvent(listener: (event: StoreEvent) => void): () => void;
}
