import { randomSuffix } from '../controllers/object-hash.ts';
import { cloneJson } from '../json-value.ts';
import type { ClusterStore, DemoObject } from '../store.ts';
import { admit } from './admission.ts';

// the seed writes through it too, roles and all
const CONTROLLER = { name: 'system:kube-controller-manager', groups: ['system:masters', 'system:authenticated'] };

const MAX_HEAD = 58;

/** The store as controllers see it: what they create passes admission, as everybody's writes do. */
export function admittedStore<S extends ClusterStore>(store: S): ClusterStore {
  return {
    now: () => store.now(),
    get: (key, namespace, name) => store.get(key, namespace, name),
    list: (key, namespace) => store.list(key, namespace),
    create(key, input) {
      const object = cloneJson(input) as DemoObject;
      // words of a refusal name the object, so its name is made first
      const { generateName, name } = object.metadata;
      if (!name && generateName) object.metadata.name = `${generateName.slice(0, MAX_HEAD)}${randomSuffix()}`;
      admit({ operation: 'CREATE', key, subresource: '', object, user: CONTROLLER, dryRun: false }, store);
      return store.create(key, object);
    },
    update: (key, namespace, name, change) => store.update(key, namespace, name, change),
    delete: (key, namespace, name, options) => store.delete(key, namespace, name, options),
    onEvent: (listener) => store.onEvent(listener),
  };
}
