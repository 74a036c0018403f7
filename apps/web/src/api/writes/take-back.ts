import { sameValue } from '../../live/same-row.ts';
import type { KubeObject } from '../kube-object.ts';
import { isRecord, memberName, ownValue } from './changed-paths.ts';
import { withoutServerFields } from './server-fields.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Somebody else wrote there since. */
const TAKEN = Symbol('taken');

/**
 * The object as it is without a change that was made of it: only the fields that the change wrote are put back, and what controllers and
 * others have written beside them since stays (a Deployment's revision, an autoscaler's replicas, a node's own taints). Undefined where
 * one of these fields was written again. Without status and what the server writes, as {@link withoutServerFields}.
 */
export function takenBack(before: KubeObject, after: KubeObject, live: KubeObject): Fields | undefined {
  const back = putBack(withoutServerFields(before), withoutServerFields(after), withoutServerFields(live));
  return isRecord(back) ? back : undefined;
}

/** undefined: there is none */
function putBack(before: unknown, after: unknown, live: unknown): unknown {
  if (sameValue(before, after) || sameValue(before, live)) return live;
  if (sameValue(after, live)) return before;
  const states = [before, after, live];
  if (states.every(isRecord) || states.every(isPairs))
    return backRecord(recordOf(before), recordOf(after), recordOf(live));
  if (states.every(isList)) return backList(listOf(before), listOf(after), listOf(live));
  return TAKEN;
}

/** Labels and the like: to have no map of them is to have an empty one. */
function isPairs(value: unknown): boolean {
  return value === undefined || (isRecord(value) && Object.values(value).every((each) => typeof each === 'string'));
}

function isList(value: unknown): boolean {
  return value === undefined || Array.isArray(value);
}

const recordOf = (value: unknown) => (isRecord(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function backRecord(before: Fields, after: Fields, live: Fields): unknown {
  const entries: [string, unknown][] = [];
  for (const key of new Set([...Object.keys(live), ...Object.keys(before)])) {
    const value = putBack(ownValue(before, key), ownValue(after, key), ownValue(live, key));
    if (value === TAKEN) return TAKEN;
    if (value !== undefined) entries.push([key, value]);
  }
  return Object.fromEntries(entries);
}

function backList(before: readonly unknown[], after: readonly unknown[], live: readonly unknown[]): unknown {
  const [was, wrote, now] = [byName(before), byName(after), byName(live)];
  if (was === undefined || wrote === undefined || now === undefined) return withoutAppended(before, after, live);
  const common = (one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>) =>
    [...one.keys()].filter((name) => other.has(name));
  // members that our change moved: where they belong among others' is not known
  if (!sameValue(common(was, wrote), common(wrote, was))) return TAKEN;
  const back: unknown[] = [];
  for (const [name, item] of now) {
    const value = putBack(was.get(name), wrote.get(name), item);
    if (value === TAKEN) return TAKEN;
    if (value !== undefined) back.push(value);
  }
  for (const [index, [name, item]] of [...was].entries()) {
    if (now.has(name)) continue;
    const value = putBack(item, wrote.get(name), undefined);
    if (value === TAKEN) return TAKEN;
    if (value !== undefined) back.splice(index, 0, value);
  }
  return back.length === 0 ? undefined : back;
}

/** Members have no names, so the list is one value; what others put behind it is told from ours all the same. */
function withoutAppended(before: readonly unknown[], after: readonly unknown[], live: readonly unknown[]): unknown {
  const theirs = live.slice(after.length);
  const isAppended = theirs.every(isRecord) && sameValue(live.slice(0, after.length), after);
  const isTwice = theirs.some((item) => before.some((each) => sameValue(each, item)));
  return theirs.length === 0 || !isAppended || isTwice ? TAKEN : [...before, ...theirs];
}

function byName(list: readonly unknown[]): ReadonlyMap<string, unknown> | undefined {
  const named = new Map<string, unknown>();
  for (const item of list) {
    const name = memberName(item);
    if (name === undefined || named.has(name)) return undefined;
    named.set(name, item);
  }
  return named;
}
