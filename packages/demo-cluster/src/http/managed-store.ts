import { admit } from '../admission/admission.ts';
import { type MemoryStore, timestamp } from '../memory-store.ts';
import { apiVersionOf, type Registry, storageVersion } from '../resources/registry.ts';
import type { Schemas } from '../schema/schemas.ts';
import type { ClusterStore, DemoObject, ResourceKey } from '../store.ts';
import { withMetadata } from './apply/schema-walk.ts';
import { recordUpdate } from './managed-fields.ts';
import { isCustom } from './patch.ts';
import { hasStatus } from './written-part.ts';

// controllers have the roles that they need
const USER = { name: 'system:kube-controller-manager', groups: ['system:masters', 'system:authenticated'] };

/**
 * The store as one program of the control plane writes to it: what it creates passes admission, and what it writes is recorded as
 * its own, in managedFields. Objects without a record (the seed's, thousands of simulated ones) get none, and cost nothing.
 */
export function managedStore(store: MemoryStore, registry: Registry, schemas: Schemas, manager: string): ClusterStore {
  const record = (key: ResourceKey, draft: DemoObject, live: DemoObject | undefined) => {
    const type = registry.find(key.group, key.resource);
    if (!type || (live && !live.metadata.managedFields)) return;
    const version = storageVersion(type);
    const writer = { manager, operation: 'Update', apiVersion: apiVersionOf(type.group, version) } as const;
    const time = timestamp(store.now());
    const schema = withMetadata(schemas.of(type, version));
    const about = { schema, hasStatus: hasStatus(type), builtIn: !isCustom(type) };
    // programs write the status by its sub-resource, in a request of its own
    for (const subresource of live && about.hasStatus ? ['', 'status'] : ['']) {
      const known = draft.metadata.managedFields;
      recordUpdate(draft, live, known, { ...about, writer: { ...writer, subresource, time } });
    }
  };
  return {
    now: () => store.now(),
    get: (key, namespace, name) => store.get(key, namespace, name),
    list: (key, namespace) => store.list(key, namespace),
    create(key, input) {
      const draft = store.draft(key, input, (object) => {
        record(key, object, undefined);
        admit({ operation: 'CREATE', key, subresource: '', object, user: USER, dryRun: false }, store);
      });
      return store.insert(key, draft);
    },
    update(key, namespace, name, change) {
      const current = store.get(key, namespace, name);
      if (!current) return undefined;
      return store.commit(
        key,
        current,
        store.revise(key, current, change, (draft) => record(key, draft, current)),
      );
    },
    delete: (key, namespace, name, options) => store.delete(key, namespace, name, options),
    onEvent: (listener) => store.onEvent(listener),
  };
}
