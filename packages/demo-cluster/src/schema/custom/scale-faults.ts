import { wrong } from '../../http/validation/faults.ts';
import { isJsonObject, type JsonObject } from '../../json-value.ts';
import type { ResourceType } from '../../resources/resource-type.ts';
import type { FieldFault } from '../../status-error.ts';

/** Go's name for the type of a JSON value. */
function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'number') return 'float64';
  if (typeof value === 'boolean') return 'bool';
  return isJsonObject(value) ? 'map[string]interface {}' : typeof value;
}

/** A custom resource that can be scaled has its replicas where the definition says, as whole numbers. */
export function scaleFaults({ scalePaths }: ResourceType, object: JsonObject): FieldFault[] {
  return [scalePaths?.spec, scalePaths?.status].flatMap((path) => (path ? replicaFaults(object, path) : []));
}

function replicaFaults(object: JsonObject, path: readonly string[]): FieldFault[] {
  const field = `.${path.join('.')}`;
  const mistyped = (value: unknown, wanted: string) => {
    const shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
    return [wrong(field, 0, `${field} accessor error: ${shown} is of the type ${goType(value)}, expected ${wanted}`)];
  };
  let value: unknown = object;
  for (const key of path) {
    if (value === undefined) return [];
    if (!isJsonObject(value)) return mistyped(value, 'map[string]interface{}');
    value = value[key];
  }
  if (value === undefined) return [];
  if (typeof value !== 'number' || !Number.isInteger(value)) return mistyped(value, 'int64');
  return value < 0 ? [wrong(field, value, 'should be a non-negative integer')] : [];
}
