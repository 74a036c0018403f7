import { equalJson, isJsonObject, setOwn } from '../../json-value.ts';
import type { Schema } from '../../schema/schema.ts';
import { type FieldSet, LEAF, setOf } from './field-set.ts';
import { fieldSchema, isGranularMap, itemsByElement } from './schema-walk.ts';

/**
 * Fields of built-in types that are there, empty, before anybody writes them: structs and lists that Go marshals always. Whoever
 * writes into them does not own them.
 */
const ALWAYS_THERE = new Set([
  'metadata',
  'spec',
  'status',
  'template',
  'strategy',
  'updateStrategy',
  'jobTemplate',
  'containers',
  'resources',
  'names',
  'nodeInfo',
  'daemonEndpoints',
  'kubeletEndpoint',
]);

interface Comparison {
  /** added or modified */
  readonly changed: FieldSet | undefined;
  readonly removed: FieldSet | undefined;
}

const NOTHING: Comparison = { changed: undefined, removed: undefined };
const ADDED: Comparison = { changed: LEAF, removed: undefined };
const REMOVED: Comparison = { changed: undefined, removed: LEAF };

type Entries = ReadonlyMap<string, { readonly schema: Schema | undefined; readonly value: unknown }>;

/** Which fields differ between two values of a type. `builtIn`: `before` is of a type of which some parts are always there. */
export function compare(schema: Schema | undefined, before: unknown, after: unknown, builtIn = false): Comparison {
  if (before === after) return NOTHING;
  const old = before ?? undefined;
  const now = after ?? undefined;
  const left = entriesOf(schema, old);
  const right = entriesOf(schema, now);
  const comparable = (left ?? old === undefined) && (right ?? now === undefined);
  if (!comparable || (!left?.size && !right?.size)) return compareLeaf(old, now);
  const changed: Record<string, FieldSet> = {};
  const removed: Record<string, FieldSet> = {};
  const visit = (element: string) => {
    const here = right?.get(element) ?? left?.get(element);
    const name = element.slice(2);
    const place = builtIn && element.startsWith('f:') && ALWAYS_THERE.has(name);
    const value = right?.get(element)?.value;
    const previous = left?.get(element)?.value ?? (place ? emptyLike(value) : undefined);
    const parts = compare(here?.schema, previous, value, place);
    if (parts.changed) changed[element] = parts.changed;
    if (parts.removed) removed[element] = parts.removed;
  };
  for (const element of left?.keys() ?? []) visit(element);
  for (const element of right?.keys() ?? []) if (!left?.has(element)) visit(element);
  return { changed: setOf(old === undefined, changed), removed: setOf(now === undefined, removed) };
}

function compareLeaf(before: unknown, after: unknown): Comparison {
  if (equalJson(before, after)) return NOTHING;
  return after === undefined ? REMOVED : ADDED;
}

const emptyLike = (value: unknown) => (Array.isArray(value) ? [] : isJsonObject(value) ? {} : undefined);

/** The parts of a map or of a list that is no unit; undefined for everything else. */
function entriesOf(schema: Schema | undefined, value: unknown): Entries | undefined {
  if (Array.isArray(value)) {
    const items = itemsByElement(schema, value);
    return items && new Map([...items].map(([element, item]) => [element, { schema: schema?.items, value: item }]));
  }
  if (!isGranularMap(schema, value)) return undefined;
  const entries = new Map<string, { schema: Schema | undefined; value: unknown }>();
  for (const [name, item] of Object.entries(value))
    if (item !== undefined && item !== null)
      entries.set(`f:${name}`, { schema: fieldSchema(schema, name), value: item });
  return entries;
}

/** The fields that an applied configuration names. */
export function namedFields(schema: Schema | undefined, value: unknown): FieldSet {
  if (Array.isArray(value)) {
    const items = itemsByElement(schema, value);
    if (!items?.size) return LEAF;
    return Object.fromEntries(
      [...items].map(([element, item]) => [
        element,
        isJsonObject(item) ? (setOf(true, namedFields(schema?.items, item)) ?? LEAF) : LEAF,
      ]),
    );
  }
  if (!isGranularMap(schema, value)) return LEAF;
  const fields: Record<string, FieldSet> = {};
  for (const [name, item] of Object.entries(value)) {
    if (item !== undefined) setOwn(fields, `f:${name}`, namedFields(fieldSchema(schema, name), item));
  }
  return fields;
}
