import { timestamp } from '../controllers/time.ts';
import type { ClusterStore, DemoObject, NewObject, ResourceKey } from '../store.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Writes the objects of a seed as if they had been there for a while. */
export class Seeder {
  readonly store: ClusterStore;

  constructor(store: ClusterStore) {
    this.store = store;
  }

  ago(ms: number): string {
    return timestamp(this.store.now() - ms);
  }

  /** Creates an object of the given age; leaves one alone that is already there. */
  create(key: ResourceKey, object: NewObject, age: number): DemoObject {
    const { name, namespace } = object.metadata;
    const present = name === undefined ? undefined : this.store.get(key, namespace, name);
    const made = present ?? this.store.create(key, object);
    // an API server takes no status with a new object
    const { status } = object;
    const restored =
      present || status === undefined
        ? made
        : this.store.update(key, namespace, made.metadata.name, (draft) => {
            draft['status'] = structuredClone(status);
          });
    const created = restored ?? made;
    this.backdate(created, age);
    return created;
  }

  /**
   * Sets an object's birth back. The store gives every object its own time, rightly, so this reaches into the stored object;
   * nobody watches while a seed is written.
   */
  backdate(object: DemoObject, age: number): void {
    object.metadata.creationTimestamp = this.ago(age);
  }
}
