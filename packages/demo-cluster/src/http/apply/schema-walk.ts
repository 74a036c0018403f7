import { isJsonObject, type JsonObject, setOwn } from '../../json-value.ts';
import type { Schema } from '../../schema/schema.ts';

/** What every object has, also where a custom resource's schema says nothing about it. */
const OBJECT_META: Schema = {
  type: 'object',
  properties: {
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    annotations: { type: 'object', additionalProperties: { type: 'string' } },
    finalizers: { type: 'array', listType: 'set', items: { type: 'string' } },
    ownerReferences: {
      type: 'array',
      listType: 'map',
      listMapKeys: ['uid'],
      items: { type: 'object', mapType: 'atomic' },
    },
    managedFields: { type: 'array' },
  },
};

/** The schema of an object as a whole, with metadata that is known. */
export function withMetadata(schema: Schema | undefined): Schema {
  if (schema?.properties?.['metadata']?.properties) return schema;
  return { ...schema, type: 'object', properties: { ...schema?.properties, metadata: OBJECT_META } };
}

/** The schema of a field of an object. */
export function fieldSchema(schema: Schema | undefined, name: string): Schema | undefined {
  const properties = schema?.properties;
  if (properties && Object.hasOwn(properties, name)) return properties[name];
  return isJsonObject(schema?.additionalProperties) ? (schema?.additionalProperties as Schema) : undefined;
}

/** Whether this is a field that the type declares, not a key of a map. */
export const isDeclared = (schema: Schema | undefined, name: string) =>
  schema?.properties !== undefined && Object.hasOwn(schema.properties, name);

export const isGranularMap = (schema: Schema | undefined, value: unknown): value is JsonObject =>
  isJsonObject(value) && schema?.mapType !== 'atomic';

/** undefined: atomic; no keys: a set of plain values. Built-in lists say it by their patch strategy. */
function listKeys(schema: Schema | undefined): readonly string[] | undefined {
  switch (schema?.listType) {
    case 'map':
      return schema.listMapKeys ?? [];
    case 'set':
      return [];
    case 'atomic':
      return undefined;
  }
  if (!schema?.patchStrategy?.split(',').includes('merge')) return undefined;
  return schema.patchMergeKey === undefined ? [] : [schema.patchMergeKey];
}

/** The items of a list with keys or of a set, by their path element; undefined when the list is atomic. */
export function itemsByElement(schema: Schema | undefined, list: readonly unknown[]): Map<string, unknown> | undefined {
  const keys = listKeys(schema);
  if (!keys) return undefined;
  const items = new Map<string, unknown>();
  for (const item of list) {
    const element = elementOf(schema, keys, item);
    if (element === undefined) return undefined;
    if (!items.has(element)) items.set(element, item);
  }
  return items;
}

function elementOf(schema: Schema | undefined, keys: readonly string[], item: unknown): string | undefined {
  if (keys.length === 0) return isJsonObject(item) || Array.isArray(item) ? undefined : `v:${JSON.stringify(item)}`;
  if (!isJsonObject(item)) return undefined;
  const key: JsonObject = {};
  for (const name of [...keys].sort()) {
    const value = item[name] ?? fieldSchema(schema?.items, name)?.default ?? PROTOCOL[name];
    if (value !== undefined) setOwn(key, name, value);
  }
  return `k:${JSON.stringify(key)}`;
}

/** Keys that the API server's own types complete. */
const PROTOCOL: Readonly<Record<string, string>> = { protocol: 'TCP' };
