import { withoutServerFields } from './server-fields.ts';
import type { ValuePath } from './value-path.ts';

/** A field that differs between two states of an object. */
export interface Change {
  /** in the later state, or where it is gone in the earlier one */
  readonly path: ValuePath;
  /** in the earlier state, where it stood elsewhere: a member of a list has moved */
  readonly was?: ValuePath;
  /** undefined: it was not there */
  readonly before: unknown;
  /** undefined: it is gone */
  readonly after: unknown;
}

/** More differences than this are not told one by one. */
const MOST = 2000;

/** The fields in which two values differ, the deepest that say it. Lists are compared member by member, by their names where they have them. */
export function changedPaths(before: unknown, after: unknown): Change[] {
  const found: Change[] = [];
  compare(before, after, HERE, found);
  return found;
}

/** Where two values stand that are compared: in each of the two states. */
interface Place {
  readonly path: ValuePath;
  readonly was: ValuePath;
  /** both are the same */
  readonly still: boolean;
}
const HERE: Place = { path: [], was: [], still: true };

function stepInto({ path, was, still }: Place, step: string | number, wasStep = step): Place {
  return { path: [...path, step], was: [...was, wasStep], still: still && step === wasStep };
}

function compare(before: unknown, after: unknown, place: Place, found: Change[]): void {
  if (found.length >= MOST || Object.is(before, after)) return;
  if (Array.isArray(before) && Array.isArray(after)) compareLists(before, after, place, found);
  else if (isRecord(before) && isRecord(after))
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      compare(ownValue(before, key), ownValue(after, key), stepInto(place, key), found);
  else found.push({ path: place.path, ...(place.still ? {} : { was: place.was }), before, after });
}

/** What a person would call a difference between two states of an object: not its status, nor what the server counts. */
export function meaningfulChanges(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Change[] {
  return changedPaths(withoutServerFields(before), withoutServerFields(after));
}

function compareLists(before: readonly unknown[], after: readonly unknown[], place: Place, found: Change[]): void {
  const names = listNames(before) !== undefined && listNames(after) !== undefined;
  if (!names) {
    for (let index = 0; index < Math.max(before.length, after.length); index += 1)
      compare(before[index], after[index], stepInto(place, index), found);
    return;
  }
  const old = new Map(before.map((item, index) => [memberName(item), { item, index }]));
  after.forEach((item, index) => {
    const name = memberName(item);
    const same = old.get(name);
    compare(same?.item, item, stepInto(place, index, same?.index), found);
    old.delete(name);
  });
  // a member that is gone has its place in the old list
  for (const { item, index } of old.values())
    found.push({ path: [...place.was, index], before: item, after: undefined });
}

function listNames(list: readonly unknown[]): readonly string[] | undefined {
  const names = list.map(memberName);
  return names.every((name) => name !== undefined) && new Set(names).size === names.length
    ? names.filter((name) => name !== undefined)
    : undefined;
}

/** What tells a member of a list from the others: its name. */
export function memberName(item: unknown): string | undefined {
  const name = isRecord(item) ? ownValue(item, 'name') : undefined;
  return typeof name === 'string' ? name : undefined;
}

export function ownValue(record: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
