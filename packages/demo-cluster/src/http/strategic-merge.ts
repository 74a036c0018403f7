import { cloneJson, equalJson, isJsonObject, type JsonObject, setOwn } from '../json-value.ts';

/**
 * Keys by which lists of objects are merged, per field name; where one name is used with two keys, the item decides
 * (the first key that it has). Lists of plain values that merge as sets have no key.
 */
const MERGE_KEYS: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  ports: ['containerPort', 'port'],
  imagePullSecrets: ['name'],
  secrets: ['name'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey'],
  conditions: ['type'],
  addresses: ['type'],
  ownerReferences: ['uid'],
  taints: ['key'],
  podIPs: ['ip'],
  webhooks: ['name'],
  schedulingGates: ['name'],
  validations: ['expression'],
};

const SETS = ['finalizers', 'supplementalGroups', 'podCIDRs'];
const DELETE_FROM_LIST = '$deleteFromPrimitiveList/';
const ELEMENT_ORDER = '$setElementOrder/';
const RETAIN_KEYS = '$retainKeys';

function keyFor(field: string, items: readonly unknown[]): string | undefined {
  const keys = MERGE_KEYS[field];
  return keys?.find((key) => items.some((item) => isJsonObject(item) && key in item));
}

/** A JSON merge patch (RFC 7386). */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return cloneJson(patch);
  const result: JsonObject = isJsonObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else setOwn(result, key, mergePatch(Object.hasOwn(result, key) ? result[key] : undefined, value));
  }
  return result;
}

/** A strategic merge patch: like a merge patch, with lists of named objects merged item by item. */
export function strategicMerge(target: JsonObject, patch: JsonObject): JsonObject {
  if (patch['$patch'] === 'replace') return withoutDirectives(patch);
  if (patch['$patch'] === 'delete') return {};
  const result: JsonObject = { ...target };
  const retain = patch[RETAIN_KEYS];
  if (Array.isArray(retain)) for (const key of Object.keys(result)) if (!retain.includes(key)) delete result[key];
  for (const [key, value] of Object.entries(patch)) {
    if (key === '$patch' || key === RETAIN_KEYS || key.startsWith(ELEMENT_ORDER)) continue;
    if (key.startsWith(DELETE_FROM_LIST)) {
      const field = key.slice(DELETE_FROM_LIST.length);
      const current = result[field];
      if (Array.isArray(current) && Array.isArray(value))
        result[field] = current.filter((item) => !value.some((gone) => equalJson(item, gone)));
    } else if (value === null) delete result[key];
    else setOwn(result, key, mergedField(key, Object.hasOwn(result, key) ? result[key] : undefined, value, patch));
  }
  return result;
}

function mergedField(field: string, current: unknown, value: unknown, patch: JsonObject): unknown {
  if (isJsonObject(value)) return strategicMerge(isJsonObject(current) ? current : {}, value);
  if (!Array.isArray(value)) return value;
  const order = patch[`${ELEMENT_ORDER}${field}`];
  if (SETS.includes(field)) {
    const all = [...(Array.isArray(current) ? current : []), ...value];
    return all.filter((item, index) => all.findIndex((other) => equalJson(item, other)) === index);
  }
  const base = Array.isArray(current) ? current : [];
  const key = keyFor(field, [...value, ...base]);
  if (key === undefined) return value.map((item) => (isJsonObject(item) ? withoutDirectives(item) : cloneJson(item)));
  return mergedList(key, base, value, Array.isArray(order) ? order : undefined);
}

function mergedList(
  key: string,
  base: readonly unknown[],
  patches: readonly unknown[],
  order?: readonly unknown[],
): unknown[] {
  let result = base.filter(isJsonObject);
  if (patches.some((item) => isJsonObject(item) && item['$patch'] === 'replace'))
    return patches
      .filter(isJsonObject)
      .filter((item) => item['$patch'] !== 'replace')
      .map(withoutDirectives);
  for (const item of patches) {
    if (!isJsonObject(item)) continue;
    const same = result.findIndex((existing) => equalJson(existing[key], item[key]));
    if (item['$patch'] === 'delete') result = result.filter((existing) => !equalJson(existing[key], item[key]));
    else if (same < 0) result = [...result, withoutDirectives(item)];
    else result = result.with(same, strategicMerge(result[same] as JsonObject, item));
  }
  if (!order) return result;
  const place = (item: JsonObject) =>
    order.findIndex((wanted) => isJsonObject(wanted) && equalJson(wanted[key], item[key]));
  const ordered = result.filter((item) => place(item) >= 0).sort((a, b) => place(a) - place(b));
  return [...ordered, ...result.filter((item) => place(item) < 0)];
}

function withoutDirectives(value: JsonObject): JsonObject {
  return strategicMerge({}, Object.fromEntries(Object.entries(value).filter(([key]) => key !== '$patch')));
}
