import { equalJson, isJsonObject, textAt } from '../../json-value.ts';
import { difference, type FieldSet, sorted, union } from './field-set.ts';

/** Who wrote which fields: an entry of metadata.managedFields. */
export interface Manager {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string;
  readonly time?: string | undefined;
  readonly fields: FieldSet;
}

/** Who writes now, and when. */
export type Writer = Omit<Manager, 'fields' | 'time'> & { readonly time: string };

const MAX_UPDATE_ENTRIES = 10;
const ANCIENT = 'ancient-changes';

/** An applier has one entry for all versions that it writes. */
export function isSameManager(a: Omit<Manager, 'fields' | 'time'>, b: Omit<Manager, 'fields' | 'time'>): boolean {
  return (
    a.manager === b.manager &&
    a.operation === b.operation &&
    a.subresource === b.subresource &&
    (a.operation === 'Apply' || a.apiVersion === b.apiVersion)
  );
}

/** undefined: not what a server would have written. */
export function readManagers(managedFields: unknown): Manager[] | undefined {
  if (!Array.isArray(managedFields)) return managedFields === undefined || managedFields === null ? [] : undefined;
  const result: Manager[] = [];
  for (const entry of managedFields) {
    const operation = textAt(entry, 'operation');
    const fields: unknown = isJsonObject(entry) ? entry['fieldsV1'] : undefined;
    if (operation !== 'Apply' && operation !== 'Update') return undefined;
    result.push({
      manager: textAt(entry, 'manager'),
      operation,
      apiVersion: textAt(entry, 'apiVersion'),
      subresource: textAt(entry, 'subresource'),
      time: textAt(entry, 'time') || undefined,
      fields: isJsonObject(fields) ? (fields as FieldSet) : {},
    });
  }
  return result;
}

/** Metadata's managedFields; undefined when nobody owns anything. */
export function writeManagers(managers: readonly Manager[]): unknown[] | undefined {
  if (managers.length === 0) return undefined;
  return capped(managers)
    .toSorted(byAge)
    .map(({ manager, operation, apiVersion, subresource, time, fields }) => ({
      manager,
      operation,
      apiVersion,
      ...(time === undefined ? {} : { time }),
      fieldsType: 'FieldsV1',
      fieldsV1: sorted(fields),
      ...(subresource === '' ? {} : { subresource }),
    }));
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Appliers first, then by age, as the API server sorts them. */
function byAge(a: Manager, b: Manager): number {
  return (
    compareText(a.operation, b.operation) ||
    compareText(a.time ?? '', b.time ?? '') ||
    compareText(a.manager, b.manager) ||
    compareText(a.apiVersion, b.apiVersion) ||
    compareText(a.subresource, b.subresource)
  );
}

/** Of many updaters the oldest share one entry, so that the record does not grow for ever. */
function capped(managers: readonly Manager[]): readonly Manager[] {
  const updaters = managers.filter((one) => one.operation === 'Update').toSorted(byAge);
  const excess = updaters.slice(0, Math.max(0, updaters.length - MAX_UPDATE_ENTRIES + 1));
  if (updaters.length <= MAX_UPDATE_ENTRIES) return managers;
  const ancient = new Map<string, Manager>();
  for (const one of excess) {
    const known = ancient.get(one.apiVersion);
    const fields = union(known?.fields, one.fields) ?? {};
    ancient.set(one.apiVersion, { ...one, manager: ANCIENT, subresource: '', fields });
  }
  return [...managers.filter((one) => !excess.includes(one)), ...ancient.values()];
}

/** The managers after a write that changed and removed fields: they are the writer's now, and nobody else's. */
export function afterUpdate(
  managers: readonly Manager[],
  writer: Writer,
  changed: FieldSet | undefined,
  removed: FieldSet | undefined,
): Manager[] {
  const result = withoutFields(
    managers.filter((one) => !isSameManager(one, writer)),
    union(changed, removed),
  );
  const own = managers.find((one) => isSameManager(one, writer));
  const fields = union(difference(own?.fields, removed), changed);
  // a value that is written anew has a new time, also where its writer had it before (since v1.25, kubernetes#110058)
  if (fields) result.push(own && !changed && equalJson(own.fields, fields) ? own : { ...writer, fields });
  return result;
}

/** The managers without some fields; who owns nothing any more is gone. */
export function withoutFields(managers: readonly Manager[], gone: FieldSet | undefined): Manager[] {
  return managers.flatMap((one) => {
    const fields = difference(one.fields, gone);
    if (!fields) return [];
    return fields === one.fields ? [one] : [{ ...one, fields }];
  });
}
