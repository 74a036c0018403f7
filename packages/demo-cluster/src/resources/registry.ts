import { textAt } from '../json-value.ts';
import type { DemoObject, ResourceKey, StoreEvent } from '../store.ts';
import { ACCESS_RESOURCES } from './access-resources.ts';
import { APP_RESOURCES } from './app-resources.ts';
import { AUTOSCALING_RESOURCES } from './autoscaling-resources.ts';
import { CLUSTER_RESOURCES } from './cluster-resources.ts';
import { CORE_RESOURCES } from './core-resources.ts';
import { resourceTypeOf } from './custom-resource.ts';
import { NETWORK_RESOURCES } from './network-resources.ts';
import type { ResourceType } from './resource-type.ts';

const BUILT_IN: readonly ResourceType[] = [
  ...CORE_RESOURCES,
  ...APP_RESOURCES,
  ...AUTOSCALING_RESOURCES,
  ...NETWORK_RESOURCES,
  ...ACCESS_RESOURCES,
  ...CLUSTER_RESOURCES,
];

/** The order in which a real server names its groups; custom groups follow by name. */
const GROUP_ORDER = [
  '',
  'apiregistration.k8s.io',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
  'flowcontrol.apiserver.k8s.io',
];

const CRDS: ResourceKey = { group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions' };

/** Which resources the server has: the built-in table, and what CustomResourceDefinitions add while it runs. */
export class Registry {
  readonly #types = new Map<string, ResourceType>();

  constructor() {
    for (const type of BUILT_IN) this.#types.set(`${type.group}/${type.plural}`, type);
  }

  /** Keeps custom resources true to the definitions in the store. */
  follow(event: StoreEvent): void {
    if (event.key.group !== CRDS.group || event.key.resource !== CRDS.resource) return;
    const id = `${textAt(event.object, 'spec', 'group')}/${textAt(event.object, 'spec', 'names', 'plural')}`;
    const type = event.type === 'DELETED' ? undefined : resourceTypeOf(event.object);
    if (type) this.#types.set(id, type);
    else this.#types.delete(id);
  }

  find(group: string, plural: string): ResourceType | undefined {
    return this.#types.get(`${group}/${plural}`);
  }

  /** The resource when it is served in that version. */
  served(group: string, version: string, plural: string): ResourceType | undefined {
    const type = this.find(group, plural);
    return type?.versions.includes(version) ? type : undefined;
  }

  groups(): string[] {
    const groups = new Set([...this.#types.values()].map((type) => type.group));
    const custom = [...groups].filter((group) => !GROUP_ORDER.includes(group)).sort();
    return [...GROUP_ORDER.filter((group) => groups.has(group)), ...custom];
  }

  /** The versions of a group, preferred first; empty when there is no such group. */
  versions(group: string): string[] {
    return [...new Set(this.resources(group).flatMap((type) => type.versions))];
  }

  resources(group: string, version?: string): ResourceType[] {
    return [...this.#types.values()].filter(
      (type) => type.group === group && (version === undefined || type.versions.includes(version)),
    );
  }

  all(): ResourceType[] {
    return [...this.#types.values()];
  }
}

/** Where a resource's objects are kept. */
export function storageKey(type: ResourceType): ResourceKey {
  return type.storedAs ?? { group: type.group, resource: type.plural };
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
  return { ...converted, apiVersion: apiVersionOf(group, type.versions[0] ?? version) };
}
