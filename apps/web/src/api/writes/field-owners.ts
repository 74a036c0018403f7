import type { ApiStatus } from '@quarterdeck/shared/api-status';
import type { KubeObject } from '../kube-object.ts';
import type { Change } from './changed-paths.ts';
import { isRecord } from './changed-paths.ts';
import { parsePath, pathText, type ValuePath, valueAtPath } from './value-path.ts';

/** The name under which Quarterdeck writes. */
export const FIELD_MANAGER = 'quarterdeck';

/** Somebody who wrote a field last. */
export interface FieldOwner {
  readonly manager: string;
  /** "Apply" or "Update" */
  readonly operation: string;
  /** "status", "scale"; undefined: the object itself */
  readonly subresource?: string;
  readonly time?: string;
}

/** A field that is about to be written over, and who wrote it last. */
export interface TakenField extends FieldOwner {
  readonly path: ValuePath;
}

/** Who wrote a field last, by the object's managedFields; itself or the one that the field stands in. */
export function ownersOf(object: KubeObject, path: ValuePath): FieldOwner[] {
  return (object.metadata.managedFields ?? []).flatMap((entry) => {
    const { manager, operation, subresource, time } = entry;
    if (typeof manager !== 'string' || !holds(entry['fieldsV1'], object, path)) return [];
    return [
      {
        manager,
        operation: typeof operation === 'string' ? operation : 'Update',
        ...(typeof subresource === 'string' && subresource !== '' ? { subresource } : {}),
        ...(typeof time === 'string' ? { time } : {}),
      },
    ];
  });
}

/** The fields of `changes` that others wrote. `live` is the object before the change. */
export function takenFields(live: KubeObject, changes: readonly Change[]): TakenField[] {
  return changes
    .filter(({ before }) => before !== undefined)
    .flatMap(({ path, was = path }) =>
      ownersOf(live, was)
        .filter(({ manager }) => manager !== FIELD_MANAGER)
        .map((owner) => ({ path, ...owner })),
    );
}

// "conflict with "argocd-controller" using apps/v1 at 2024-…", also: with "x" with subresource "scale" using …
const CONFLICT = /conflicts? with "((?:[^"\\]|\\.)*)"(?: with subresource "([^"]*)")?(?: using (\S+))?/;

/** The fields that the server refuses to apply because others manage them; empty where the answer is no such conflict. */
export function conflictingFields(status: ApiStatus, sent: unknown): TakenField[] {
  return (status.details?.causes ?? [])
    .filter(({ reason }) => reason === 'FieldManagerConflict')
    .map(({ field = '', message = '' }) => {
      const [, manager = '', subresource] = CONFLICT.exec(message) ?? [];
      return {
        path: parsePath(field, sent),
        manager,
        operation: 'Update',
        ...(subresource === undefined ? {} : { subresource }),
      };
    });
}

/** Whether a FieldsV1 set holds the field, one within it, or as a whole the one that it stands in. */
function holds(fields: unknown, object: unknown, path: ValuePath): boolean {
  let set = fields;
  let value = object;
  for (const step of path) {
    if (!isRecord(set)) return false;
    const key = Object.keys(set).find((name) => names(name, step, value));
    // a set without members is the whole field; one that has others does not hold this one
    if (key === undefined) return Object.keys(set).length === 0 && set !== fields;
    set = set[key];
    value = valueAtPath(value, [step]);
  }
  return isRecord(set);
}

/** Whether a key of FieldsV1 ("f:spec", 'k:{"name":"c"}', 'v:"x"', "i:0") names that member. */
function names(key: string, step: string | number, parent: unknown): boolean {
  if (typeof step === 'string') return key === `f:${step}`;
  if (key === `i:${step}`) return true;
  const member = valueAtPath(parent, [step]);
  try {
    if (key.startsWith('v:')) return JSON.parse(key.slice(2)) === member;
    if (!key.startsWith('k:')) return false;
    const wanted: unknown = JSON.parse(key.slice(2));
    return isRecord(wanted) && Object.entries(wanted).every(([name, value]) => valueAtPath(member, [name]) === value);
  } catch {
    return false;
  }
}

/** By manager, each with the fields that it wrote, as a person reads them. */
export function byManager(fields: readonly TakenField[]): { readonly owner: FieldOwner; readonly paths: string[] }[] {
  const found = new Map<string, { owner: FieldOwner; paths: string[] }>();
  for (const { path, ...owner } of fields) {
    const key = JSON.stringify([owner.manager, owner.operation, owner.subresource]);
    const entry = found.get(key) ?? { owner, paths: [] };
    found.set(key, entry);
    entry.paths.push(pathText(path));
  }
  return [...found.values()];
}
