import { cloneJson, equalJson, isJsonObject, type JsonObject, setOwn } from '../json-value.ts';
import type { Schema } from '../schema/schema.ts';
import { invalid, StatusError } from '../status-error.ts';
import { fieldSchema } from './apply/schema-walk.ts';

const DELETE_FROM_LIST = '$deleteFromPrimitiveList/';
const ELEMENT_ORDER = '$setElementOrder/';
const RETAIN_KEYS = '$retainKeys';

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

/**
 * A strategic merge patch: like a merge patch, with lists merged item by item where the type says so. Throws what a patch against
 * the type deserves.
 */
export function strategicMerge(schema: Schema | undefined, target: JsonObject, patch: JsonObject): JsonObject {
  const directive = patch['$patch'];
  if (directive === 'replace') return withoutDirectives(schema, patch);
  if (directive === 'delete') return {};
  if (directive !== undefined && directive !== 'merge')
    throw new StatusError(500, '', `unknown patch type: ${directive} in map: ${goText(patch)}`);
  const result: JsonObject = { ...target };
  const retain = patch[RETAIN_KEYS];
  if (Array.isArray(retain)) for (const key of Object.keys(result)) if (!retain.includes(key)) delete result[key];
  for (const [key, value] of Object.entries(patch)) {
    if (key === '$patch' || key === RETAIN_KEYS) continue;
    if (key.startsWith(ELEMENT_ORDER)) {
      const field = key.slice(ELEMENT_ORDER.length);
      if (patch[field] === undefined && Array.isArray(value)) reorder(fieldSchema(schema, field), result, field, value);
    } else if (key.startsWith(DELETE_FROM_LIST)) {
      const field = key.slice(DELETE_FROM_LIST.length);
      const current = result[field];
      if (Array.isArray(current) && Array.isArray(value))
        result[field] = current.filter((item) => !value.some((gone) => equalJson(item, gone)));
    } else if (value === null) delete result[key];
    else {
      const current = Object.hasOwn(result, key) ? result[key] : undefined;
      setOwn(result, key, mergedField(fieldSchema(schema, key), current, value, patch[`${ELEMENT_ORDER}${key}`]));
    }
  }
  return result;
}

/** How a list of this field is merged: by a key, as a set ("") or as a whole (undefined). */
function mergeKey(schema: Schema | undefined): string | undefined {
  if (!schema?.patchStrategy?.split(',').includes('merge')) return undefined;
  return schema.patchMergeKey ?? '';
}

function mergedField(schema: Schema | undefined, current: unknown, value: unknown, order: unknown): unknown {
  if (isJsonObject(value)) {
    if (schema?.type === 'array') throw notAList(value);
    return strategicMerge(schema, isJsonObject(current) ? current : {}, value);
  }
  if (!Array.isArray(value)) return value;
  const base = Array.isArray(current) ? current : [];
  const key = mergeKey(schema);
  if (key === undefined)
    return value.map((item) => (isJsonObject(item) ? withoutDirectives(schema?.items, item) : cloneJson(item)));
  const all =
    key === ''
      ? [...base, ...value].filter((item, index, both) => both.findIndex((other) => equalJson(item, other)) === index)
      : mergedList(schema, key, base, value);
  return inOrder(key, all, base, Array.isArray(order) ? order : value);
}

function mergedList(schema: Schema | undefined, key: string, base: readonly unknown[], patches: readonly unknown[]) {
  let result = base.filter(isJsonObject);
  if (patches.some((item) => isJsonObject(item) && item['$patch'] === 'replace'))
    return patches
      .filter(isJsonObject)
      .filter((item) => item['$patch'] !== 'replace')
      .map((item) => withoutDirectives(schema?.items, item));
  for (const item of patches) {
    if (!isJsonObject(item)) continue;
    if (item[key] === undefined)
      throw new StatusError(500, '', `map: ${goText(item)} does not contain declared merge key: ${key}`);
    const same = result.findIndex((existing) => equalJson(existing[key], item[key]));
    if (item['$patch'] === 'delete') result = result.filter((existing) => !equalJson(existing[key], item[key]));
    else if (same < 0) result = [...result, withoutDirectives(schema?.items, item)];
    else result = result.with(same, strategicMerge(schema?.items, result[same] ?? {}, item));
  }
  return result;
}

function reorder(schema: Schema | undefined, result: JsonObject, field: string, order: readonly unknown[]): void {
  const current = result[field];
  if (Array.isArray(current)) result[field] = inOrder(mergeKey(schema) ?? '', current, current, order);
}

/**
 * What the patch names comes in its order; the rest keeps its place among those that were there before, and stands behind what was
 * not (strategicpatch's merge of two sorted lists).
 */
function inOrder(
  key: string,
  items: readonly unknown[],
  before: readonly unknown[],
  order: readonly unknown[],
): unknown[] {
  const idOf = (item: unknown) => (key !== '' && isJsonObject(item) ? item[key] : item);
  const placeIn = (list: readonly unknown[], item: unknown) =>
    list.findIndex((other) => equalJson(idOf(other), idOf(item)));
  const named = items
    .filter((item) => placeIn(order, item) >= 0)
    .toSorted((a, b) => placeIn(order, a) - placeIn(order, b));
  const rest = items.filter((item) => placeIn(order, item) < 0);
  const result: unknown[] = [];
  while (named.length > 0 && rest.length > 0) {
    const left = placeIn(before, rest[0]);
    const right = placeIn(before, named[0]);
    result.push(left >= 0 && right >= 0 && left < right ? rest.shift() : named.shift());
  }
  return [...result, ...named, ...rest];
}

function withoutDirectives(schema: Schema | undefined, value: JsonObject): JsonObject {
  return strategicMerge(schema, {}, Object.fromEntries(Object.entries(value).filter(([key]) => key !== '$patch')));
}

function notAList(value: JsonObject): StatusError {
  return invalid('', '', '', [
    { field: 'patch', type: 'Invalid value', value: goText(value), detail: 'cannot restore slice from map' },
  ]);
}

/** A value as Go prints it, which is how these errors show it. */
export function goText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (!isJsonObject(value)) return String(value);
  const keys = Object.keys(value).sort();
  return `map[${keys.map((key) => `${key}:${goText(value[key])}`).join(' ')}]`;
}
