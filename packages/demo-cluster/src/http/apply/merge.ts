import { cloneJson, isJsonObject, type JsonObject, setOwn } from '../../json-value.ts';
import type { Schema } from '../../schema/schema.ts';
import { type FieldSet, has, isLeaf, setOf } from './field-set.ts';
import { fieldSchema, isDeclared, isGranularMap, itemsByElement } from './schema-walk.ts';

/** The live value with an applied configuration on top of it. Shares nothing with the configuration. */
export function merged(schema: Schema | undefined, live: unknown, config: unknown): unknown {
  if (Array.isArray(config)) {
    const wanted = itemsByElement(schema, config);
    const present = wanted && itemsByElement(schema, Array.isArray(live) ? live : []);
    return wanted && present ? mergedItems(schema, present, wanted) : cloneJson(config);
  }
  if (!isGranularMap(schema, config)) return cloneJson(config);
  const result: JsonObject = isJsonObject(live) ? { ...live } : {};
  for (const [name, value] of Object.entries(config)) {
    const current = Object.hasOwn(result, name) ? result[name] : undefined;
    setOwn(result, name, merged(fieldSchema(schema, name), current, value));
  }
  return result;
}

/** In the configuration's order; what it does not name stays behind what it followed. */
function mergedItems(
  schema: Schema | undefined,
  present: ReadonlyMap<string, unknown>,
  wanted: ReadonlyMap<string, unknown>,
): unknown[] {
  const result: unknown[] = [];
  const others = [...present];
  let next = 0;
  const passOthers = () => {
    for (; next < others.length && !wanted.has(others[next]?.[0] ?? ''); next += 1) result.push(others[next]?.[1]);
  };
  for (const [element, item] of wanted) {
    passOthers();
    result.push(merged(schema?.items, present.get(element), item));
    if (present.has(element)) next += 1;
  }
  for (; next < others.length; next += 1) if (!wanted.has(others[next]?.[0] ?? '')) result.push(others[next]?.[1]);
  return result;
}

/** Adds the declared fields that have owned parts: who owns a part of a struct holds the struct. */
export function withStructs(schema: Schema | undefined, set: FieldSet): FieldSet {
  if (isLeaf(set)) return set;
  const result: Record<string, FieldSet> = {};
  for (const [element, part] of Object.entries(set)) {
    if (element === '.') {
      result[element] = part;
      continue;
    }
    const name = element.slice(2);
    const isField = element.startsWith('f:');
    const inner = withStructs(isField ? fieldSchema(schema, name) : schema?.items, part);
    result[element] = isField && isDeclared(schema, name) ? (setOf(true, omitSelf(inner)) ?? inner) : inner;
  }
  return result;
}

function omitSelf(set: FieldSet): FieldSet {
  const { '.': _self, ...rest } = set;
  return rest;
}

/** The value without the fields of a set; maps and lists that become empty go too (undefined). */
export function without(schema: Schema | undefined, value: unknown, set: FieldSet): unknown {
  if (Array.isArray(value)) {
    const items = itemsByElement(schema, value);
    if (!items) return value;
    const rest: unknown[] = [];
    for (const [element, item] of items) {
      const part = set[element];
      if (has(part)) continue;
      rest.push(part ? without(schema?.items, item, part) : item);
    }
    return rest.length > 0 ? rest : undefined;
  }
  if (!isGranularMap(schema, value)) return value;
  const result: JsonObject = {};
  for (const [name, item] of Object.entries(value)) {
    const part = set[`f:${name}`];
    if (has(part)) continue;
    const rest = part ? without(fieldSchema(schema, name), item, part) : item;
    if (rest !== undefined) setOwn(result, name, rest);
  }
  return Object.keys(result).length > 0 ? result : undefined;
}
