import { isJsonObject, type JsonObject } from '../json-value.ts';
import type { DemoObject } from '../store.ts';

const NOT_MANAGED = ['apiVersion', 'kind'];
const MANAGED_METADATA = ['labels', 'annotations', 'finalizers', 'ownerReferences', 'generateName'];

/** Records who wrote which fields (KEP-555), coarsely: lists count as one field. */
export function recordManager(
  object: DemoObject,
  entry: { manager: string; operation: 'Apply' | 'Update'; subresource: string; time: string },
  written: JsonObject,
): void {
  const others = (object.metadata.managedFields ?? []).filter(
    (other) =>
      !isJsonObject(other) ||
      other['manager'] !== entry.manager ||
      other['operation'] !== entry.operation ||
      (other['subresource'] ?? '') !== entry.subresource,
  );
  object.metadata.managedFields = [
    ...others,
    {
      manager: entry.manager,
      operation: entry.operation,
      apiVersion: object.apiVersion,
      time: entry.time,
      fieldsType: 'FieldsV1',
      fieldsV1: fieldsOf(written),
      ...(entry.subresource === '' ? {} : { subresource: entry.subresource }),
    },
  ];
}

function fieldsOf(written: JsonObject): JsonObject {
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(written)) {
    if (NOT_MANAGED.includes(key)) continue;
    if (key !== 'metadata') {
      result[`f:${key}`] = fieldSet(value);
      continue;
    }
    if (!isJsonObject(value)) continue;
    const owned = Object.entries(value).filter(([field]) => MANAGED_METADATA.includes(field));
    if (owned.length > 0)
      result['f:metadata'] = Object.fromEntries(owned.map(([field, part]) => [`f:${field}`, fieldSet(part)]));
  }
  return result;
}

function fieldSet(value: unknown): JsonObject {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [`f:${key}`, fieldSet(part)]));
}
