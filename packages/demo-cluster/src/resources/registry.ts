import { objectsIn, textAt, valueAt } from '../json-value.ts';
import type { ClusterStore, DemoObject, ResourceKey, StoreEvent } from '../store.ts';
import { ACCESS_RESOURCES } from './access-resources.ts';
import { ADMISSION_RESOURCES } from './admission-resources.ts';
import { APP_RESOURCES } from './app-resources.ts';
import { AUTOSCALING_RESOURCES } from './autoscaling-resources.ts';
import { CLUSTER_RESOURCES } from './cluster-resources.ts';
import { CORE_RESOURCES } from './core-resources.ts';
import { resourceTypeOf } from './custom-resource.ts';
import { DYNAMIC_RESOURCES } from './dynamic-resources.ts';
import { FLOW_CONTROL_RESOURCES } from './flow-control-resources.ts';
import { GROUP_PRIORITIES } from './group-order.ts';
import { NETWORK_RESOURCES } from './network-resources.ts';
import type { ResourceType } from './resource-type.ts';
import { STORAGE_RESOURCES } from './storage-resources.ts';
import { byVersion } from './version-order.ts';

const BUILT_IN: readonly ResourceType[] = [
  ...CORE_RESOURCES,
  ...APP_RESOURCES,
  ...AUTOSCALING_RESOURCES,
  ...NETWORK_RESOURCES,
  ...ACCESS_RESOURCES,
  ...CLUSTER_RESOURCES,
  ...STORAGE_RESOURCES,
  ...ADMISSION_RESOURCES,
  ...DYNAMIC_RESOURCES,
  ...FLOW_CONTROL_RESOURCES,
];

const API_SERVICES: ResourceKey = { group: 'apiregistration.k8s.io', resource: 'apiservices' };
const CRDS: ResourceKey = { group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions' };

/** Which resources the server has: the built-in table, and what CustomResourceDefinitions add while it runs. */
export class Registry {
  readonly #types = new Map<string, ResourceType>();
  /** "group/version" of aggregated APIs, and whether their server can be reached */
  readonly #remote = new Map<string, boolean>();
  readonly #builtInGroups = new Set(BUILT_IN.map((type) => type.group));

  constructor() {
    this.add(BUILT_IN);
  }

  /** Types that are not in the table of built-in ones: those of aggregated servers. */
  add(types: readonly ResourceType[]): void {
    for (const type of types) this.#types.set(`${type.group}/${type.plural}`, type);
  }

  /** Keeps custom resources true to the definitions in the store. */
  follow(event: StoreEvent): void {
    if (event.key.group === API_SERVICES.group && event.key.resource === API_SERVICES.resource) this.#aggregate(event);
    if (event.key.group !== CRDS.group || event.key.resource !== CRDS.resource) return;
    const id = `${textAt(event.object, 'spec', 'group')}/${textAt(event.object, 'spec', 'names', 'plural')}`;
    const type = event.type === 'DELETED' ? undefined : resourceTypeOf(event.object);
    if (type) this.#types.set(id, type);
    else this.#types.delete(id);
  }

  #aggregate({ type, object }: StoreEvent): void {
    const id = `${textAt(object, 'spec', 'group')}/${textAt(object, 'spec', 'version')}`;
    if (type === 'DELETED' || !valueAt(object, 'spec', 'service')) this.#remote.delete(id);
    else this.#remote.set(id, isAvailable(object));
  }

  /** Whether a version of a group belongs to another server that cannot be reached. */
  isAway(group: string, version: string): boolean {
    return this.#remote.get(`${group}/${version}`) === false;
  }

  isBuiltIn(group: string): boolean {
    return this.#builtInGroups.has(group);
  }

  find(group: string, plural: string): ResourceType | undefined {
    return this.#types.get(`${group}/${plural}`);
  }

  /** The resource when it is served in that version. */
  served(group: string, version: string, plural: string): ResourceType | undefined {
    const type = this.find(group, plural);
    return type?.versions.includes(version) && this.#isRegistered(type) ? faceOf(type, version) : undefined;
  }

  groups(): string[] {
    const remote = [...this.#remote.keys()].map((id) => id.split('/')[0] ?? '');
    const groups = new Set([...this.all().map((type) => type.group), ...remote]);
    const custom = [...groups].filter((group) => !GROUP_PRIORITIES.has(group)).sort();
    return [...[...GROUP_PRIORITIES.keys()].filter((group) => groups.has(group)), ...custom];
  }

  /** The versions of a group, preferred first; empty when there is no such group. */
  versions(group: string): string[] {
    const own = this.resources(group).flatMap((type) => type.versions);
    const remote = [...this.#remote.keys()]
      .filter((id) => id.startsWith(`${group}/`))
      .map((id) => id.split('/')[1] ?? '');
    const all = [...new Set([...own, ...remote])];
    return this.isBuiltIn(group) ? all : all.sort(byVersion);
  }

  resources(group: string, version?: string): ResourceType[] {
    const types = this.all().filter((type) => type.group === group);
    if (version === undefined) return types;
    return types.filter((type) => type.versions.includes(version)).map((type) => faceOf(type, version));
  }

  /** An aggregated type is there as long as an APIService names it. */
  all(): ResourceType[] {
    return [...this.#types.values()].filter((type) => this.#isRegistered(type));
  }

  #isRegistered(type: ResourceType): boolean {
    return !type.aggregated || type.versions.some((version) => this.#remote.has(`${type.group}/${version}`));
  }
}

const isAvailable = (service: DemoObject) =>
  objectsIn(service, 'status', 'conditions').some((c) => c['type'] === 'Available' && c['status'] === 'True');

const faceOf = (type: ResourceType, version: string) => type.faces?.[version] ?? type;

/** The version that objects of a resource are stored in. */
export const storageVersion = (type: ResourceType) => type.storedIn ?? type.versions[0] ?? 'v1';

/** Where a resource's objects are kept. */
export function storageKey(type: ResourceType): ResourceKey {
  return type.storedAs ?? { group: type.group, resource: type.plural };
}

/** The objects of a resource, of all namespaces or of one. */
export function objectsOf(store: ClusterStore, type: ResourceType, namespace?: string): readonly DemoObject[] {
  return type.computed?.(store, namespace) ?? store.list(storageKey(type), namespace);
}

/** One object of a resource. */
export function objectOf(
  store: ClusterStore,
  type: ResourceType,
  namespace: string | undefined,
  name: string,
): DemoObject | undefined {
  if (!type.computed) return store.get(storageKey(type), namespace, name);
  return type.computed(store, namespace).find((object) => object.metadata.name === name);
}

export function apiVersionOf(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}

/** A stored object as one version of a resource shows it. */
export function presented(type: ResourceType, version: string, stored: DemoObject): DemoObject {
  const apiVersion = apiVersionOf(type.group, version);
  if (stored.apiVersion === apiVersion) return stored;
  return { ...(type.convert?.fromStored(stored, version) ?? stored), apiVersion };
}

/** An object that a client wrote in some version, in the shape that is stored. */
export function toStored(type: ResourceType, version: string, object: DemoObject): DemoObject {
  const group = type.storedAs?.group ?? type.group;
  const converted = type.convert?.toStored(object, version) ?? object;
  return { ...converted, apiVersion: apiVersionOf(group, storageVersion(type)) };
}
