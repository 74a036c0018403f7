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

/** Sub-resources that write the status and nothing else; the others write what the object itself writes. */
const OF_STATUS: readonly string[] = ['status', 'approval'];

/** The part of an object that a writer of a sub-resource ("" for the object itself) can own. */
export function managedPart(object: JsonObject, subresource: string, hasStatus: boolean): JsonObject {
  const result: JsonObject = {};
  const isStatus = OF_STATUS.includes(subresource);
  for (const [field, value] of Object.entries(object)) {
    if (field === 'apiVersion' || field === 'kind') continue;
    if (field === 'metadata') {
      const own = isJsonObject(value) ? managedMetadata(value) : {};
      if (!isStatus && Object.keys(own).length > 0) result[field] = own;
    } else if (isStatus ? field === 'status' : field !== 'status' || !hasStatus) result[field] = value;
  }
  return result;
}

function managedMetadata(metadata: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(metadata).filter(([field]) => !SYSTEM_METADATA.has(field)));
}
