import { isMap, type JsonMap } from '../kube-yaml.ts';

/** The keys by which Kubernetes' own lists are merged, by field; lists that are not here are replaced as a whole. */
const MERGE_KEYS: Readonly<Record<string, readonly string[]>> = {
  conditions: ['type'],
  containers: ['name'],
  env: ['name'],
  ephemeralContainers: ['name'],
  hostAliases: ['ip'],
  imagePullSecrets: ['name'],
  initContainers: ['name'],
  ownerReferences: ['uid'],
  // a container's, then a Service's
  ports: ['containerPort', 'port'],
  secrets: ['name'],
  topologySpreadConstraints: ['topologyKey'],
  volumeDevices: ['devicePath'],
  volumeMounts: ['mountPath'],
  volumes: ['name'],
  webhooks: ['name'],
};

/**
 * `patch` laid over `target`: maps merge, null removes, lists of Kubernetes' own kinds merge item by item, and `$patch` says
 * otherwise. Returns undefined when the patch deletes it.
 */
export function strategicMerge(target: JsonMap, patch: JsonMap, builtIn: boolean): JsonMap | undefined {
  if (patch['$patch'] === 'delete') return undefined;
  const result: JsonMap = patch['$patch'] === 'replace' ? {} : { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (key === '$patch' || key === '$retainKeys' || key.startsWith('$setElementOrder/')) continue;
    if (value === null) {
      delete result[key];
      continue;
    }
    const merged = mergedValue(key, result[key], value, builtIn);
    if (merged === undefined) delete result[key];
    else Object.defineProperty(result, key, { value: merged, enumerable: true, writable: true, configurable: true });
  }
  return result;
}

function mergedValue(key: string, current: unknown, value: unknown, builtIn: boolean): unknown {
  if (isMap(value)) return strategicMerge(isMap(current) ? current : {}, value, builtIn);
  if (!Array.isArray(value)) return value;
  const by = builtIn
    ? MERGE_KEYS[key]?.find((field) => value.every((item) => isMap(item) && field in item))
    : undefined;
  const replaces = value.some((item) => isMap(item) && item['$patch'] === 'replace');
  if (replaces || by === undefined) return value.filter((item) => !(isMap(item) && '$patch' in item)).map(cleaned);
  return mergedList(by, Array.isArray(current) ? current : [], value.filter(isMap), builtIn);
}

/** What the patch names comes first, in its order; then the rest. */
function mergedList(by: string, current: readonly unknown[], patches: readonly JsonMap[], builtIn: boolean): unknown[] {
  const named = patches.flatMap((patch) => {
    const there = current.find((item) => isMap(item) && isSame(by, item, patch));
    if (isMap(there)) return strategicMerge(there, patch, builtIn) ?? [];
    return patch['$patch'] === 'delete' ? [] : [cleaned(patch)];
  });
  return [...named, ...current.filter((item) => !isMap(item) || !patches.some((patch) => isSame(by, item, patch)))];
}

function isSame(by: string, one: JsonMap, other: JsonMap): boolean {
  if (one[by] !== other[by]) return false;
  // a port is told apart by its protocol as well
  return !by.toLowerCase().endsWith('port') || (one['protocol'] ?? 'TCP') === (other['protocol'] ?? 'TCP');
}

/** Without the nulls and directives that only a patch has. */
function cleaned(value: unknown): unknown {
  return isMap(value) ? strategicMerge({}, value, false) : value;
}
