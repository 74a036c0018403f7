import { equalJson, isJsonObject, textAt } from '../../json-value.ts';
import type { Schema } from '../../schema/schema.ts';
import { StatusError } from '../../status-error.ts';
import type { DemoObject } from '../../store.ts';
import { compare, namedFields } from './compare.ts';
import { difference, type FieldSet, intersection, pathsOf, union } from './field-set.ts';
import { managedPart } from './managed-part.ts';
import { isSameManager, type Manager, type Writer, withoutFields } from './managers.ts';
import { merged, without, withStructs } from './merge.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

interface Applied {
  readonly object: DemoObject;
  readonly managers: Manager[];
}

/**
 * Server-side apply (KEP-555): the live object with the configuration merged into it, without what this manager applied before and
 * nobody owns now. Throws 409 when others own fields that it changes, unless forced.
 */
export function applyConfig(
  schema: Schema,
  live: DemoObject | undefined,
  config: DemoObject,
  managers: readonly Manager[],
  writer: Writer,
  options: { readonly force: boolean; readonly hasStatus: boolean },
): Applied {
  const part = managedPart(config, writer.subresource, options.hasStatus);
  const own = managers.find((one) => isSameManager(one, writer));
  const others = managers.filter((one) => !isSameManager(one, writer));
  const fields = namedFields(schema, part);
  const all = merged(schema, live, config) as DemoObject;
  const rest = own ? pruned(schema, all, own.fields, [...others, { ...writer, fields }]) : all;
  // a map or list that has become empty is gone, unless it is applied empty
  const object = rest === all ? all : (merged(schema, rest, config) as DemoObject);
  const before = live ? managedPart(live, writer.subresource, options.hasStatus) : {};
  const after = managedPart(object, writer.subresource, options.hasStatus);
  const { changed, removed } = compare(schema, before, after);
  const conflicts = others.flatMap((one) => {
    const common = intersection(one.fields, changed);
    return common ? [{ manager: one, common }] : [];
  });
  const forced = options.force || isMigration(schema, live, writer, conflicts);
  if (conflicts.length > 0 && !forced) throw applyConflict(conflicts);
  const same = own !== undefined && equalJson(own.fields, fields) && !changed && !removed;
  const mine = same ? own : { ...writer, fields };
  const left = withoutFields(others, union(changed, removed));
  return { object: withLastApplied(object, live, config, writer), managers: [...left, mine] };
}

/** Takes out what was applied before and belongs to nobody any more. */
function pruned(schema: Schema, object: DemoObject, last: FieldSet, managers: readonly Manager[]): DemoObject {
  let owned: FieldSet | undefined;
  for (const one of managers) owned = union(owned, one.fields);
  const gone = difference(withStructs(schema, last), owned && withStructs(schema, owned));
  return gone ? (without(schema, object, gone) as DemoObject) : object;
}

/** `kubectl apply --server-side` takes over what `kubectl apply` wrote before, without a conflict. */
function isMigration(
  schema: Schema,
  live: DemoObject | undefined,
  writer: Writer,
  conflicts: readonly { readonly manager: Manager; readonly common: FieldSet }[],
): boolean {
  const last = live?.metadata.annotations?.[LAST_APPLIED];
  if (writer.manager !== 'kubectl' || last === undefined) return false;
  try {
    const config: unknown = JSON.parse(last);
    if (!isJsonObject(config)) return false;
    const allowed = namedFields(schema, managedPart(config, '', true));
    return conflicts.every(({ common }) => difference(common, allowed) === undefined);
  } catch {
    return false;
  }
}

/** kubectl's own record follows, so that a later `kubectl apply` on the client's side knows what was applied. */
function withLastApplied(
  object: DemoObject,
  live: DemoObject | undefined,
  config: DemoObject,
  writer: Writer,
): DemoObject {
  if (writer.manager !== 'kubectl' || writer.subresource !== '') return object;
  if (live?.metadata.annotations?.[LAST_APPLIED] === undefined) return object;
  const annotations = { ...object.metadata.annotations, [LAST_APPLIED]: `${JSON.stringify(config)}\n` };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function applyConflict(conflicts: readonly { readonly manager: Manager; readonly common: FieldSet }[]): StatusError {
  const faults = conflicts
    .flatMap(({ manager, common }) =>
      [...pathsOf(common)].map((field) => ({ manager: textAt(manager, 'manager'), words: wordsOf(manager), field })),
    )
    .toSorted((a, b) => (a.manager < b.manager ? -1 : a.manager > b.manager ? 1 : 0));
  const [first] = faults;
  const message =
    faults.length === 1
      ? `Apply failed with 1 conflict: conflict with ${first?.words}: ${first?.field}`
      : `Apply failed with ${faults.length} conflicts: ${[...new Set(faults.map(({ words }) => words))]
          .flatMap((words) => [
            `conflicts with ${words}:`,
            ...faults.filter((fault) => fault.words === words).map(({ field }) => `- ${field}`),
          ])
          .join('\n')}`;
  return new StatusError(409, 'Conflict', message, {
    causes: faults.map(({ words, field }) => ({
      reason: 'FieldManagerConflict',
      message: `conflict with ${words}`,
      field,
    })),
  });
}

function wordsOf({ manager, operation, apiVersion, subresource }: Manager): string {
  const name = `${JSON.stringify(manager)}${subresource === '' ? '' : ` with subresource ${JSON.stringify(subresource)}`}`;
  return operation === 'Update' ? `${name} using ${apiVersion}` : name;
}
