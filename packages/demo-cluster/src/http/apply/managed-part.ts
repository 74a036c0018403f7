import { isJsonObject, type JsonObject } from '../../json-value.ts';

/** What the server itself keeps; nobody owns it. */
const SYSTEM_METADATA = new Set([
  'name',
  'namespace',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
]);

/** The part of an object that a writer of a sub-resource ("" for the object itself) can own. */
export function managedPart(object: JsonObject, subresource: string, hasStatus: boolean): JsonObject {
  const result: JsonObject = {};
  for (const [field, value] of Object.entries(object)) {
    if (field === 'apiVersion' || field === 'kind') continue;
    if (field === 'metadata') {
      const own = isJsonObject(value) ? managedMetadata(value) : {};
      if (subresource === '' && Object.keys(own).length > 0) result[field] = own;
    } else if (subresource === '' ? field !== 'status' || !hasStatus : field === 'status') result[field] = value;
  }
  return result;
}

function managedMetadata(metadata: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(metadata).filter(([field]) => !SYSTEM_METADATA.has(field)));
}
