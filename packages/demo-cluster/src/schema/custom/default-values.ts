import { cloneJson, isJsonObject } from '../../json-value.ts';
import type { Schema } from '../schema.ts';

/** Sets what a custom resource leaves out and its schema has a default for. A null that is not allowed counts as left out. */
export function setDefaults(schema: Schema, value: unknown): void {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items) for (const item of value) setDefaults(items, item);
    return;
  }
  if (!isJsonObject(value)) return;
  const { properties = {}, additionalProperties } = schema;
  const setField = (key: string, field: Schema, isProperty: boolean) => {
    if (field.raw && value[key] === null && !field.nullable) delete value[key];
    if (isProperty && field.raw && field.default !== undefined && !Object.hasOwn(value, key))
      value[key] = cloneJson(field.default);
    if (Object.hasOwn(value, key)) setDefaults(field, value[key]);
  };
  for (const [key, field] of Object.entries(properties)) setField(key, field, true);
  if (typeof additionalProperties !== 'object') return;
  for (const key of Object.keys(value)) if (!Object.hasOwn(properties, key)) setField(key, additionalProperties, false);
}
