import { quantityOf, quantityText } from '@quarterdeck/shared/quantity-text';
import type { Pod, PodSpec } from '../controllers/kinds.ts';
import { requestsOf } from '../controllers/node-fit.ts';
import { isFinished } from '../controllers/pod-state.ts';
import { objectsIn, textAt, valueAt } from '../json-value.ts';
import type { DemoObject, ResourceKey } from '../store.ts';

/** What one object uses of each resource that a ResourceQuota can limit. */
export type Usage = ReadonlyMap<string, number>;

/** Resources that are counted under a plain name besides count/RESOURCE.GROUP. */
const PLAIN = [
  'pods',
  'services',
  'persistentvolumeclaims',
  'configmaps',
  'secrets',
  'replicationcontrollers',
  'resourcequotas',
];
const NONE: Usage = new Map();

const known = new WeakMap<DemoObject, Usage>();

/** Stored objects never change, so what one uses is worked out once. */
function usageOf(key: ResourceKey, object: DemoObject): Usage {
  let found = known.get(object);
  if (!found) {
    found = measure(key, object);
    known.set(object, found);
  }
  return found;
}

/** The same for an object that may still change. */
export function measure(key: ResourceKey, object: DemoObject): Usage {
  const usage = new Map<string, number>();
  if (key.group === '' && key.resource === 'pods') {
    usage.set('count/pods', 1);
    if (isFinished(object as Pod)) return usage;
    measurePod(object as Pod, usage);
    usage.set('pods', 1);
    return usage;
  }
  usage.set(`count/${key.resource}${key.group === '' ? '' : `.${key.group}`}`, 1);
  if (key.group !== '') return usage;
  if (PLAIN.includes(key.resource)) usage.set(key.resource, 1);
  if (key.resource === 'services') {
    const type = textAt(object, 'spec', 'type');
    const exposed =
      type === 'NodePort' ||
      (type === 'LoadBalancer' && valueAt(object, 'spec', 'allocateLoadBalancerNodePorts') !== false);
    if (exposed) usage.set('services.nodeports', objectsIn(object, 'spec', 'ports').length);
    if (type === 'LoadBalancer') usage.set('services.loadbalancers', 1);
  }
  if (key.resource === 'persistentvolumeclaims') {
    const size = quantityOf(valueAt(object, 'spec', 'resources', 'requests', 'storage'));
    const owner = textAt(object, 'spec', 'storageClassName');
    usage.set('requests.storage', size);
    if (owner !== '') {
      usage.set(`${owner}.storageclass.storage.k8s.io/requests.storage`, size);
      usage.set(`${owner}.storageclass.storage.k8s.io/persistentvolumeclaims`, 1);
    }
  }
  return usage;
}

function measurePod(pod: Pod, usage: Map<string, number>): void {
  for (const [resource, amount] of requestsOf(pod.spec, 'requests')) {
    usage.set(`requests.${resource}`, amount);
    if (['cpu', 'memory', 'ephemeral-storage'].includes(resource)) usage.set(resource, amount);
  }
  for (const [resource, amount] of requestsOf(pod.spec, 'limits')) usage.set(`limits.${resource}`, amount);
}

/** A quantity as a quota's status shows it: storage and memory in powers of two. */
export function usageText(resource: string, amount: number): string {
  return quantityText(amount, /memory|storage|hugepages/.test(resource));
}

interface Scope {
  readonly scopeName: string;
  readonly operator: string;
  readonly values: readonly string[];
}

function scopesOf(quota: DemoObject): Scope[] {
  const plain = valueAt(quota, 'spec', 'scopes');
  return [
    ...(Array.isArray(plain) ? plain.map((one) => ({ scopeName: String(one), operator: 'Exists', values: [] })) : []),
    ...objectsIn(quota, 'spec', 'scopeSelector', 'matchExpressions').map((one) => {
      const values = one['values'];
      return {
        scopeName: textAt(one, 'scopeName'),
        operator: textAt(one, 'operator') || 'Exists',
        values: Array.isArray(values) ? values.map(String) : [],
      };
    }),
  ];
}

const isBestEffort = (spec: PodSpec) =>
  requestsOf(spec, 'requests').size === 0 && requestsOf(spec, 'limits').size === 0;

/** Whether a quota with scopes is about this object; a scoped quota counts pods only. */
export function isInScope(quota: DemoObject, key: ResourceKey, object: DemoObject): boolean {
  const scopes = scopesOf(quota);
  if (scopes.length === 0) return true;
  if (key.group !== '' || key.resource !== 'pods') return false;
  const { spec } = object as Pod;
  return scopes.every(({ scopeName, operator, values }) => {
    if (scopeName === 'BestEffort') return isBestEffort(spec);
    if (scopeName === 'NotBestEffort') return !isBestEffort(spec);
    if (scopeName === 'Terminating') return spec.activeDeadlineSeconds !== undefined;
    if (scopeName === 'NotTerminating') return spec.activeDeadlineSeconds === undefined;
    if (scopeName !== 'PriorityClass') return true;
    const name = textAt(spec, 'priorityClassName');
    if (operator === 'Exists') return name !== '';
    if (operator === 'DoesNotExist') return name === '';
    return values.includes(name) === (operator === 'In');
  });
}

/** The resource whose objects a name in `spec.hard` counts. */
export function countedResource(name: string): ResourceKey {
  if (name.startsWith('count/')) {
    const [resource = '', ...group] = name.slice(6).split('.');
    return { group: group.join('.'), resource };
  }
  if (PLAIN.includes(name)) return { group: '', resource: name };
  if (name.startsWith('services.')) return { group: '', resource: 'services' };
  if (name.endsWith('requests.storage') || name.includes('.storageclass.storage.k8s.io/'))
    return { group: '', resource: 'persistentvolumeclaims' };
  return { group: '', resource: 'pods' };
}

/** What the objects of a namespace use of everything that a quota limits. */
export function usedIn(quota: DemoObject, list: (key: ResourceKey) => Iterable<DemoObject>): Map<string, number> {
  const hard = Object.keys((valueAt(quota, 'spec', 'hard') as object | undefined) ?? {});
  const used = new Map(hard.map((name) => [name, 0]));
  const keys = new Map<string, ResourceKey>();
  for (const name of hard) {
    const key = countedResource(name);
    keys.set(`${key.group}/${key.resource}`, key);
  }
  for (const key of keys.values())
    for (const object of list(key)) {
      const usage = isInScope(quota, key, object) ? usageOf(key, object) : NONE;
      for (const [name, amount] of usage) if (used.has(name)) used.set(name, (used.get(name) ?? 0) + amount);
    }
  return used;
}
