import { parseQuantity } from '@quarterdeck/shared/quantity';
import type { KubeObject } from '../../api/kube-object.ts';
import { listAt, textAt, valueAt } from '../../api/read-field.ts';
import type { EnvVariable } from './read-env.ts';

/** What was read of an object that variables come from: its keys, or why there are none. */
export type EnvSource =
  | {
      readonly state: 'read';
      readonly values: ReadonlyMap<string, string>;
      /** when somebody last wrote them, in milliseconds; undefined: not known */
      readonly written?: number | undefined;
    }
  | { readonly state: 'missing' | 'refused' | 'failed' };

export interface EnvSources {
  readonly configMaps: ReadonlyMap<string, EnvSource>;
  /** only which keys there are: values are never kept */
  readonly secrets: ReadonlyMap<string, EnvSource>;
}

/** What a variable has in the container, or why that is not known. */
export type EnvValue =
  | { readonly state: 'known'; readonly text: string }
  /** all keys of an object: their names */
  | { readonly state: 'keys'; readonly keys: readonly string[] }
  | { readonly state: 'masked' }
  /** not asked for, or not to be told from here */
  | { readonly state: 'unread' }
  | { readonly state: 'refused' | 'failed' }
  /** the container cannot start, or the variable is left out when it is optional */
  | { readonly state: 'noObject' | 'noKey'; readonly optional: boolean }
  /** the node's allocatable amount */
  | { readonly state: 'ofNode' };

/** What the variable gets: of the objects in `sources`, of the pod and the container itself. Without a pod fields are not known. */
export function resolveEnv(
  { origin, name }: EnvVariable,
  {
    pod,
    spec,
    container,
    sources,
  }: {
    readonly pod: KubeObject | undefined;
    readonly spec: unknown;
    readonly container: unknown;
    readonly sources: EnvSources;
  },
): EnvValue {
  switch (origin.from) {
    case 'value':
      return { state: 'known', text: origin.value };
    case 'field':
      return fieldValue(pod, origin.path);
    case 'resource':
      return resourceValue(spec, container, origin);
    case 'other':
      return { state: 'unread' };
    default: {
      const { from, key, optional } = origin;
      const source = (from === 'Secret' ? sources.secrets : sources.configMaps).get(origin.name);
      if (source === undefined) return from === 'Secret' ? { state: 'masked' } : { state: 'unread' };
      if (source.state === 'missing') return { state: 'noObject', optional };
      if (source.state !== 'read') return { state: source.state };
      if (key === undefined) return { state: 'keys', keys: [...source.values.keys()].map((each) => `${name}${each}`) };
      const value = source.values.get(key);
      if (value === undefined) return { state: 'noKey', optional };
      return from === 'Secret' ? { state: 'masked' } : { state: 'known', text: value };
    }
  }
}

const SUBSCRIPT = /^metadata\.(labels|annotations)\['([^']*)'\]$/;

function fieldValue(pod: KubeObject | undefined, path: string): EnvValue {
  if (pod === undefined) return { state: 'unread' };
  const [, map, key] = SUBSCRIPT.exec(path) ?? [];
  if (map !== undefined && key !== undefined) {
    const value = Object.entries(pod.metadata[map as 'labels' | 'annotations'] ?? {}).find(([name]) => name === key);
    return { state: 'known', text: value?.[1] ?? '' };
  }
  if (path === 'status.podIPs' || path === 'status.hostIPs')
    return {
      state: 'known',
      text: listAt(pod, path)
        .map((item) => textAt(item, 'ip'))
        .join(','),
    };
  return { state: 'known', text: textAt(pod, path) };
}

/** In whole divisors, rounded up, as the kubelet does. A limit that is not set is what the node can give. */
function resourceValue(
  spec: unknown,
  own: unknown,
  { container, resource, divisor }: { readonly container: string; readonly resource: string; readonly divisor: string },
): EnvValue {
  const holder =
    container === ''
      ? own
      : [...listAt(spec, 'containers'), ...listAt(spec, 'initContainers')].find(
          (each) => textAt(each, 'name') === container,
        );
  const dot = resource.indexOf('.');
  const amounts = valueAt(holder, `resources.${resource.slice(0, dot)}`);
  const name = resource.slice(dot + 1);
  const text = Object.entries(Object(amounts)).find(([each]) => each === name)?.[1];
  if (text === undefined) return resource.startsWith('limits.') ? { state: 'ofNode' } : { state: 'known', text: '0' };
  const amount = parseQuantity(String(text));
  const unit = divisor === '' || divisor === '0' ? 1 : parseQuantity(divisor);
  if (amount === undefined || unit === undefined || unit === 0) return { state: 'known', text: String(text) };
  // 250m / 1m is 249.99999999999997 in binary fractions
  return { state: 'known', text: String(Math.ceil(Math.round((amount / unit) * 1e6) / 1e6)) };
}
