import { cloneJson, isJsonObject } from '../../json-value.ts';
import type { Schema } from '../schema.ts';

/** Sets what a custom resource leaves out and its schema has a default for; a null that is not allowed counts as left out. */
export function setDefaults(schema: Schema, value: unknown): void {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items) for (const item of value) setDefaults(items, item);
    return;
  }
  if (!isJsonObject(value)) return;
  const { properties = {}, additionalProperties } = schema;
  for (const [key, field] of Object.entries(properties)) {
    const missing = !Object.hasOwn(value, key) || (value[key] === null && !field.nullable);
    if (missing && field.raw && field.default !== undefined) value[key] = cloneJson(field.default);
    if (Object.hasOwn(value, key)) setDefaults(field, value[key]);
  }
  if (typeof additionalProperties !== 'object') return;
  for (const [key, item] of Object.entries(value))
    if (!Object.hasOwn(properties, key)) setDefaults(additionalProperties, item);
}
