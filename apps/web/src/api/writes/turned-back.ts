import type { KubeObject } from '../kube-object.ts';
import { type Change, meaningfulChanges } from './changed-paths.ts';
import { type FieldOwner, ownersOf } from './field-owners.ts';
import { isWithin, type ValuePath } from './value-path.ts';

/** A field that was written, and then written again by somebody else. */
export interface TurnedBack {
  readonly path: ValuePath;
  readonly wrote: unknown;
  /** undefined: it is gone */
  readonly now: unknown;
  readonly owners: readonly FieldOwner[];
}

/**
 * The fields of our change that are different again. `changes` are those that we made; undefined for a new object, of which
 * every field is ours and what is added to it is not.
 */
export function turnedBack(changes: readonly Change[] | undefined, written: KubeObject, now: KubeObject): TurnedBack[] {
  return meaningfulChanges(written, now)
    .filter(({ path, was = path, before }) =>
      changes === undefined
        ? before !== undefined
        : changes.some((ours) => isWithin(was, ours.path) || isWithin(ours.path, was)),
    )
    .map(({ path, before, after }) => ({ path, wrote: before, now: after, owners: ownersOf(now, path) }));
}
