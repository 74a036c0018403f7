import { stringify } from 'yaml';

/** A JSON object: what a manifest is once it has been read. */
export type JsonMap = { [key: string]: unknown };

/** Whether a value is an object with keys: no list, no null. */
export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object as YAML that both dialects read the same way: what 1.1 takes for a boolean or a number is quoted. */
export function writeYaml(value: unknown): string {
  return stringify(value, { compat: 'yaml-1.1', lineWidth: 0, aliasDuplicateObjects: false });
}
