import { entriesAt, listAt, textAt, textsAt, valueAt } from '../../api/read-field.ts';

/** A field of a custom resource's schema. */
export interface SchemaField {
  readonly name: string;
  /** "string", "[]object", "map[string]integer", "int-or-string" */
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
  /** what else holds: enum, pattern, bounds, default, CEL rules, in the schema's own words */
  readonly rules: readonly string[];
  /** the schema whose properties stand below; undefined for a leaf */
  readonly inner: unknown;
}

/** Keywords that are told otherwise, or whose content is the tree. */
const STRUCTURE: ReadonlySet<string> = new Set([
  'type',
  'format',
  'description',
  'properties',
  'required',
  'items',
  'additionalProperties',
]);

/** The fields of an object schema, in the order of the alphabet as the server keeps them. Only one level is read at a time. */
export function schemaFields(schema: unknown): readonly SchemaField[] {
  const required = new Set(textsAt(schema, 'required'));
  return entriesAt(schema, 'properties').map(([name, field]) => ({
    name,
    type: typeOf(field),
    required: required.has(name),
    description: textAt(field, 'description'),
    rules: rulesOf(field),
    inner: innerOf(field),
  }));
}

/** Types within types that are followed; a schema cannot refer to itself, but it can be absurdly deep. */
const MOST_DEPTH = 12;

function typeOf(schema: unknown, depth = 0): string {
  if (depth > MOST_DEPTH) return '…';
  if (textAt(schema, 'x-kubernetes-int-or-string') === 'true') return 'int-or-string';
  const type = textAt(schema, 'type');
  if (type === 'array') return `[]${typeOf(valueAt(schema, 'items'), depth + 1)}`;
  const values = valueAt(schema, 'additionalProperties');
  if (typeof values === 'object' && values !== null) return `map[string]${typeOf(values, depth + 1)}`;
  const format = textAt(schema, 'format');
  return `${type || '?'}${format === '' ? '' : ` (${format})`}`;
}

/** The object that an array or a map holds, or the field itself. */
function innerOf(schema: unknown, depth = 0): unknown {
  if (depth > MOST_DEPTH) return undefined;
  if (entriesAt(schema, 'properties').length > 0) return schema;
  const next = valueAt(schema, 'items') ?? valueAt(schema, 'additionalProperties');
  return typeof next === 'object' && next !== null ? innerOf(next, depth + 1) : undefined;
}

function rulesOf(schema: unknown): readonly string[] {
  return entriesAt({ schema }, 'schema')
    .filter(([name]) => !STRUCTURE.has(name))
    .flatMap(([name, value]) => {
      if (name === 'x-kubernetes-validations')
        return listAt(schema, name).map((rule) => {
          const message = textAt(rule, 'message') || textAt(rule, 'messageExpression');
          return `${textAt(rule, 'rule')}${message === '' ? '' : ` — ${message}`}`;
        });
      if (name === 'enum') return [`enum: ${listAt(schema, name).map(plain).join(' | ')}`];
      return [`${name}: ${plain(value)}`];
    });
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** A version of a definition with its schema, printer columns and subresources, also where v1beta1 has them for all versions. */
export interface CrdVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly deprecated: boolean;
  readonly deprecationWarning: string;
  readonly schema: unknown;
  readonly columns: readonly unknown[];
  readonly subresources: readonly string[];
  readonly selectableFields: readonly string[];
}

export function crdVersions(crd: unknown): readonly CrdVersion[] {
  return listAt(crd, 'spec.versions').map((version) => {
    const columns = listAt(version, 'additionalPrinterColumns');
    return {
      name: textAt(version, 'name'),
      served: textAt(version, 'served') === 'true',
      storage: textAt(version, 'storage') === 'true',
      deprecated: textAt(version, 'deprecated') === 'true',
      deprecationWarning: textAt(version, 'deprecationWarning'),
      schema: valueAt(version, 'schema.openAPIV3Schema') ?? valueAt(crd, 'spec.validation.openAPIV3Schema'),
      columns: columns.length > 0 ? columns : listAt(crd, 'spec.additionalPrinterColumns'),
      subresources: subresourcesOf(valueAt(version, 'subresources') ?? valueAt(crd, 'spec.subresources')),
      selectableFields: listAt(version, 'selectableFields').map((field) => textAt(field, 'jsonPath')),
    };
  });
}

function subresourcesOf(subresources: unknown): readonly string[] {
  return entriesAt({ subresources }, 'subresources').map(([name, value]) => {
    const paths = entriesAt({ value }, 'value').map(([field, path]) => `${field}: ${String(path)}`);
    return paths.length === 0 ? name : `${name} (${paths.join(', ')})`;
  });
}
