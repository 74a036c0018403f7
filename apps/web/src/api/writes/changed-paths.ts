import { withoutServerFields } from './server-fields.ts';
import type { ValuePath } from './value-path.ts';

/** A field that differs between two states of an object. */
export interface Change {
  readonly path: ValuePath;
  /** undefined: it was not there */
  readonly before: unknown;
  /** undefined: it is gone */
  readonly after: unknown;
}

/** More differences than this are not told one by one. */
const MOST = 2000;

/** The fields in which two values differ, the deepest that say it. Lists are compared member by member, by their names where they have them. */
export function changedPaths(before: unknown, after: unknown, path: ValuePath = [], found: Change[] = []): Change[] {
  if (found.length >= MOST || Object.is(before, after)) return found;
  if (Array.isArray(before) && Array.isArray(after)) compareLists(before, after, path, found);
  else if (isRecord(before) && isRecord(after))
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      changedPaths(own(before, key), own(after, key), [...path, key], found);
  else found.push({ path, before, after });
  return found;
}

/** What a person would call a difference between two states of an object: not its status, nor what the server counts. */
export function meaningfulChanges(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Change[] {
  return changedPaths(withoutServerFields(before), withoutServerFields(after));
}

function compareLists(before: readonly unknown[], after: readonly unknown[], path: ValuePath, found: Change[]): void {
  const names = listNames(before) !== undefined && listNames(after) !== undefined;
  if (!names) {
    for (let index = 0; index < Math.max(before.length, after.length); index += 1)
      changedPaths(before[index], after[index], [...path, index], found);
    return;
  }
  const old = new Map(before.map((item) => [nameOf(item), item]));
  after.forEach((item, index) => {
    const name = nameOf(item);
    changedPaths(old.get(name), item, [...path, index], found);
    old.delete(name);
  });
  for (const [name, item] of old) {
    // a member that is gone has its place in the old list
    const index = before.findIndex((other) => nameOf(other) === name);
    found.push({ path: [...path, index], before: item, after: undefined });
  }
}

function listNames(list: readonly unknown[]): readonly string[] | undefined {
  const names = list.map(nameOf);
  return names.every((name) => name !== undefined) && new Set(names).size === names.length
    ? names.filter((name) => name !== undefined)
    : undefined;
}

function nameOf(item: unknown): string | undefined {
  const name = isRecord(item) ? own(item, 'name') : undefined;
  return typeof name === 'string' ? name : undefined;
}

function own(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
