import { isRecord } from './changed-paths.ts';
import type { ValuePath } from './value-path.ts';

/** Fields that no answer repeats. */
const WRITE_ONLY: readonly string[] = ['stringData', 'status', 'metadata.managedFields', 'metadata.creationTimestamp'];

/**
 * Fields that were sent and that the server's answer does not have: a server without strict validation leaves out what it does
 * not know and says nothing. Empty values are often left out of answers, so they count as kept.
 */
export function droppedFields(sent: unknown, result: unknown, path: ValuePath = []): ValuePath[] {
  if (WRITE_ONLY.includes(path.join('.')) || isEmpty(sent)) return [];
  if (result === undefined) return [path];
  if (isRecord(sent) && isRecord(result))
    return Object.entries(sent).flatMap(([key, value]) =>
      droppedFields(value, Object.hasOwn(result, key) ? result[key] : undefined, [...path, key]),
    );
  if (Array.isArray(sent) && Array.isArray(result)) {
    // members may be put into another order; then their fields cannot be told apart by place
    if (sent.length !== result.length) return [];
    return sent.flatMap((item, index) => {
      const name = isRecord(item) ? item['name'] : undefined;
      const named = name === undefined ? -1 : result.findIndex((other) => isRecord(other) && other['name'] === name);
      return droppedFields(item, result[named < 0 ? index : named], [...path, index]);
    });
  }
  return [];
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}
