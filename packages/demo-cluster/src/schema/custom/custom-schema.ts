import { isJsonObject, type JsonObject } from '../../json-value.ts';
import { derived, lazily } from '../lazy-schema.ts';
import type { Schema } from '../schema.ts';

const TYPES: readonly unknown[] = ['object', 'array', 'string', 'integer', 'number', 'boolean'];
const LIST_TYPES: readonly unknown[] = ['atomic', 'set', 'map'];
const MAP_TYPES: readonly unknown[] = ['atomic', 'granular'];

/** A schema of a CustomResourceDefinition. Parts are read when they are walked to. */
export function customSchema(raw: JsonObject): Schema {
  const read = <T>(key: string, allowed: readonly unknown[]) =>
    allowed.includes(raw[key]) ? (raw[key] as T) : undefined;
  const type = read<Schema['type']>('type', TYPES);
  const listType = read<Schema['listType']>('x-kubernetes-list-type', LIST_TYPES);
  const mapType = read<Schema['mapType']>('x-kubernetes-map-type', MAP_TYPES);
  const { format, description, required, default: preset, enum: values, properties, items, additionalProperties } = raw;
  const keys = raw['x-kubernetes-list-map-keys'];
  const schema: Schema = {
    raw,
    ...(type === undefined ? {} : { type }),
    ...(typeof format === 'string' ? { format } : {}),
    ...(typeof description === 'string' ? { description } : {}),
    ...(isTexts(required) && required.length > 0 ? { required } : {}),
    ...(preset === undefined ? {} : { default: preset }),
    ...(Array.isArray(values) ? { enum: values as unknown[] } : {}),
    ...(listType === undefined ? {} : { listType }),
    ...(mapType === undefined ? {} : { mapType }),
    ...(isTexts(keys) ? { listMapKeys: keys } : {}),
    ...(raw['nullable'] === true ? { nullable: true } : {}),
    ...(raw['x-kubernetes-int-or-string'] === true ? { intOrString: true } : {}),
    ...(raw['x-kubernetes-preserve-unknown-fields'] === true ? { preserveUnknownFields: true } : {}),
    ...(raw['x-kubernetes-embedded-resource'] === true ? { embeddedResource: true } : {}),
    ...(typeof additionalProperties === 'boolean' ? { additionalProperties } : {}),
  };
  if (isJsonObject(properties)) lazily(schema, 'properties', () => mapped(properties));
  if (isJsonObject(items)) lazily(schema, 'items', () => customSchema(items));
  if (isJsonObject(additionalProperties))
    lazily(schema, 'additionalProperties', () => customSchema(additionalProperties));
  return schema;
}

/** The schema of a whole custom resource: what its author wrote, with the fields that every object has. */
export function customResourceSchema(raw: JsonObject, name: string, common: () => Schema | undefined): Schema {
  const own = customSchema({ type: 'object', ...raw });
  const schema = derived(own, { name });
  return lazily(schema, 'properties', () => {
    const object = common()?.properties ?? {};
    const { apiVersion, kind, metadata } = object;
    return {
      ...own.properties,
      ...(apiVersion ? { apiVersion } : {}),
      ...(kind ? { kind } : {}),
      ...(metadata ? { metadata } : {}),
    };
  });
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

const mapped = (properties: JsonObject): Record<string, Schema> =>
  Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, isJsonObject(value) ? customSchema(value) : {}]),
  );
