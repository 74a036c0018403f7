import { type JsonObject, objectsIn, textAt, valueAt } from '../json-value.ts';
import type { DemoObject } from '../store.ts';
import { readJsonPath } from './json-path.ts';
import {
  AGE,
  ALL_VERBS,
  ageOf,
  type Cell,
  type Column,
  NAME,
  type ResourceType,
  STATUS,
  type Subresource,
} from './resource-type.ts';

const COLUMN_TYPES: readonly string[] = ['string', 'integer', 'number', 'boolean', 'date'];

/** The table entry of a CustomResourceDefinition; undefined while it serves nothing. */
export function resourceTypeOf(definition: DemoObject): ResourceType | undefined {
  const served = objectsIn(definition, 'spec', 'versions').filter((version) => version['served'] === true);
  // the storage version first: objects are stored in versions[0]
  const versions = [...served.filter((v) => v['storage'] === true), ...served.filter((v) => v['storage'] !== true)];
  const first = versions[0];
  const plural = textAt(definition, 'spec', 'names', 'plural');
  const kind = textAt(definition, 'spec', 'names', 'kind');
  if (!first || plural === '' || kind === '') return undefined;
  return {
    group: textAt(definition, 'spec', 'group'),
    versions: versions.map((version) => textAt(version, 'name')),
    plural,
    singular: textAt(definition, 'spec', 'names', 'singular') || kind.toLowerCase(),
    kind,
    shortNames: texts(definition, 'shortNames'),
    categories: texts(definition, 'categories'),
    namespaced: textAt(definition, 'spec', 'scope') !== 'Cluster',
    verbs: ALL_VERBS,
    generation: true,
    subresources: subresourcesOf(first, kind),
    columns: columnsOf(first),
  };
}

function texts(definition: DemoObject, field: string): string[] {
  const list = valueAt(definition, 'spec', 'names', field);
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

function subresourcesOf(version: JsonObject, kind: string): Subresource[] {
  const result: Subresource[] = [];
  if (valueAt(version, 'subresources', 'status') !== undefined) result.push(STATUS(kind));
  if (valueAt(version, 'subresources', 'scale') !== undefined)
    result.push({
      name: 'scale',
      kind: 'Scale',
      verbs: ['get', 'patch', 'update'],
      group: 'autoscaling',
      version: 'v1',
    });
  return result;
}

function columnsOf(version: JsonObject): Column[] {
  const printed = objectsIn(version, 'additionalPrinterColumns').map((definition): Column => {
    const type = textAt(definition, 'type');
    const path = textAt(definition, 'jsonPath');
    const format = textAt(definition, 'format');
    const description = textAt(definition, 'description');
    return {
      name: textAt(definition, 'name'),
      type: COLUMN_TYPES.includes(type) ? (type as Column['type']) : 'string',
      ...(format === '' ? {} : { format }),
      ...(description === '' ? {} : { description }),
      priority: Number(definition['priority'] ?? 0) > 0 ? 1 : 0,
      cell: (object, { now }) => printedCell(readJsonPath(object, path), type, now),
    };
  });
  return printed.length === 0 ? [NAME, AGE] : [NAME, ...printed];
}

function printedCell(values: readonly unknown[], type: string, now: number): Cell {
  if (values.length === 0) return null;
  const [value] = values;
  if (type === 'date') return typeof value === 'string' ? ageOf(value, now) : null;
  if (type === 'integer' || type === 'number') return typeof value === 'number' ? value : null;
  if (type === 'boolean') return typeof value === 'boolean' ? value : null;
  return values.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join(',');
}
