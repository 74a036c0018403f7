import { isJsonObject, type JsonObject, objectsIn, textAt, valueAt } from '../json-value.ts';
import { customResourceSchema } from '../schema/custom/custom-schema.ts';
import type { Schema } from '../schema/schema.ts';
import { commonFields } from '../schema/schemas.ts';
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
  SCALE,
  STATUS,
  type Subresource,
} from './resource-type.ts';
import { byVersion } from './version-order.ts';

const COLUMN_TYPES: readonly string[] = ['string', 'integer', 'number', 'boolean', 'date'];

/** The table entry of a CustomResourceDefinition; undefined while it serves nothing. */
export function resourceTypeOf(definition: DemoObject): ResourceType | undefined {
  const all = objectsIn(definition, 'spec', 'versions');
  const served = all
    .filter((version) => version['served'] === true)
    .sort((a, b) => byVersion(textAt(a, 'name'), textAt(b, 'name')));
  const [first] = served;
  const group = textAt(definition, 'spec', 'group');
  const plural = textAt(definition, 'spec', 'names', 'plural');
  const kind = textAt(definition, 'spec', 'names', 'kind');
  if (!first || plural === '' || kind === '' || !isEstablished(definition)) return undefined;
  const storage = all.find((version) => version['storage'] === true) ?? first;
  const base: ResourceType = {
    group,
    versions: served.map((version) => textAt(version, 'name')),
    storedIn: textAt(storage, 'name'),
    plural,
    singular: textAt(definition, 'spec', 'names', 'singular') || kind.toLowerCase(),
    kind,
    shortNames: texts(definition, 'shortNames'),
    categories: texts(definition, 'categories'),
    namespaced: textAt(definition, 'spec', 'scope') !== 'Cluster',
    verbs: ALL_VERBS,
    generation: true,
    schemas: Object.fromEntries(all.map((version) => [textAt(version, 'name'), schemaOf(group, kind, version)])),
    deprecations: Object.fromEntries(
      served.flatMap((version) => {
        const words = deprecationOf(group, kind, version, served);
        return words === undefined ? [] : [[textAt(version, 'name'), words]];
      }),
    ),
    ...partsOf(first, kind),
  };
  const faces = served.map((version) => [textAt(version, 'name'), { ...base, ...partsOf(version, kind) }] as const);
  return { ...base, faces: Object.fromEntries(faces) };
}

const isEstablished = (definition: DemoObject) =>
  objectsIn(definition, 'status', 'conditions').some((c) => c['type'] === 'Established' && c['status'] === 'True');

/** What differs from version to version. */
function partsOf(version: JsonObject, kind: string) {
  const scale = valueAt(version, 'subresources', 'scale');
  return {
    subresources: subresourcesOf(version, kind),
    columns: columnsOf(version),
    fields: fieldsOf(version),
    ...(isJsonObject(scale) ? { scalePaths: scalePathsOf(scale) } : {}),
  };
}

/** `com.example.stable.v1.CronTab`, as the API server names such a type. */
function schemaOf(group: string, kind: string, version: JsonObject): Schema {
  const raw = valueAt(version, 'schema', 'openAPIV3Schema');
  const name = `${group.split('.').reverse().join('.')}.${textAt(version, 'name')}.${kind}`;
  return customResourceSchema(isJsonObject(raw) ? raw : {}, name, commonFields);
}

function deprecationOf(
  group: string,
  kind: string,
  version: JsonObject,
  served: readonly JsonObject[],
): string | undefined {
  if (version['deprecated'] !== true) return undefined;
  const own = textAt(version, 'deprecationWarning');
  if (own !== '') return own;
  const name = textAt(version, 'name');
  const better = served.find((other) => other['deprecated'] !== true && byVersion(textAt(other, 'name'), name) < 0);
  const instead = better ? `; use ${group}/${textAt(better, 'name')} ${kind}` : '';
  return `${group}/${name} ${kind} is deprecated${instead}`;
}

function texts(definition: DemoObject, field: string): string[] {
  const list = valueAt(definition, 'spec', 'names', field);
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

function subresourcesOf(version: JsonObject, kind: string): Subresource[] {
  const result: Subresource[] = [];
  if (valueAt(version, 'subresources', 'status') !== undefined) result.push(STATUS(kind));
  if (valueAt(version, 'subresources', 'scale') !== undefined) result.push(SCALE);
  return result;
}

const pathOf = (text: string) => text.split('.').filter((part) => part !== '');

function scalePathsOf(scale: JsonObject): NonNullable<ResourceType['scalePaths']> {
  const selector = textAt(scale, 'labelSelectorPath');
  return {
    spec: pathOf(textAt(scale, 'specReplicasPath')),
    status: pathOf(textAt(scale, 'statusReplicasPath')),
    ...(selector === '' ? {} : { selector: pathOf(selector) }),
  };
}

/** The fields that field selectors may name (KEP-4358). */
function fieldsOf(version: JsonObject): NonNullable<ResourceType['fields']> {
  return Object.fromEntries(
    objectsIn(version, 'selectableFields').map((field) => {
      const path = textAt(field, 'jsonPath');
      return [path.replace(/^\./, ''), (object: DemoObject) => String(readJsonPath(object, path)[0] ?? '')];
    }),
  );
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
      cell: (object, { now }) => printedCell(readJsonPath(object, path)[0], type, now),
    };
  });
  return printed.length === 0 ? [NAME, AGE] : [NAME, ...printed];
}

/** The first value that the path finds; null, which kubectl prints as `<none>`, for nothing and for values of another type. */
function printedCell(value: unknown, type: string, now: number): Cell {
  if (value === undefined) return null;
  if (type === 'date') {
    if (typeof value !== 'string') return null;
    return Number.isNaN(Date.parse(value)) ? '<invalid>' : ageOf(value, now);
  }
  if (type === 'integer') return typeof value === 'number' ? Math.trunc(value) : null;
  if (type === 'number') return typeof value === 'number' ? value : null;
  if (type === 'boolean') return typeof value === 'boolean' ? value : null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
