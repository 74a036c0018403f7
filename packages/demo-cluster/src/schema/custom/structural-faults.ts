import { forbidden, required, unsupported, wrong } from '../../http/validation/faults.ts';
import { equalJson, isJsonObject, type JsonObject } from '../../json-value.ts';
import type { FieldFault } from '../../status-error.ts';
import { customFaults } from './custom-faults.ts';
import { customSchema } from './custom-schema.ts';
import { isPattern } from './patterns.ts';

/** Whether the schema of a CustomResourceDefinition is structural, in the words of its validation (KEP-1979 and the CRD docs). */

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const LIST_TYPES = ['atomic', 'map', 'set'];
const MAP_TYPES = ['atomic', 'granular'];
const NOT_SUPPORTED = ['definitions', 'dependencies', 'id', 'patternProperties', 'additionalItems', '$schema'];
/** What an alternative of allOf, anyOf, oneOf and not may not have. */
const OUTSIDE_ALTERNATIVES = [
  'type',
  'default',
  'additionalProperties',
  'nullable',
  'description',
  'title',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-embedded-resource',
];
const SCALARS = ['boolean', 'integer', 'number', 'string'];

/** Where a schema stands; the root, items and fields differ in what they need. */
type Role = 'root' | 'field' | 'item';

const NO_TYPE: Readonly<Record<Role, string>> = {
  root: 'must not be empty at the root',
  field: 'must not be empty for specified object fields',
  item: 'must not be empty for specified array items',
};

/** The faults of the whole schema of a version. */
export function structuralFaults(schema: JsonObject, path: string): FieldFault[] {
  const faults = schemaFaults(schema, path, 'root');
  const type = schema['type'];
  if (type !== undefined && type !== 'object' && TYPES.includes(String(type)))
    faults.unshift(wrong(`${path}.type`, type, 'must be object at the root'));
  const metadata = isJsonObject(schema['properties']) ? schema['properties']['metadata'] : undefined;
  if (isJsonObject(metadata)) faults.push(...metadataFaults(metadata, `${path}.properties[metadata]`));
  return faults;
}

function metadataFaults(metadata: JsonObject, path: string): FieldFault[] {
  const named = isJsonObject(metadata['properties']) ? Object.keys(metadata['properties']) : [];
  if (named.every((key) => key === 'name' || key === 'generateName')) return [];
  return [
    forbidden(path, 'must not specify anything other than name and generateName, but metadata is implicitly specified'),
  ];
}

function schemaFaults(schema: JsonObject, path: string, role: Role): FieldFault[] {
  const faults: FieldFault[] = [];
  const { type, properties, items, additionalProperties } = schema;
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const either = schema['x-kubernetes-int-or-string'] === true;
  if (schema['$ref'] !== undefined) faults.push(forbidden(`${path}.$ref`, '$ref is not supported'));
  for (const key of NOT_SUPPORTED)
    if (schema[key] !== undefined) faults.push(forbidden(`${path}.${key}`, `${key} is not supported`));
  if (schema['uniqueItems'] === true)
    faults.push(
      forbidden(
        `${path}.uniqueItems`,
        'uniqueItems cannot be set to true since the runtime complexity becomes quadratic',
      ),
    );
  if (type === undefined || type === '') {
    if (schema['$ref'] === undefined && (role === 'root' || !(open || either)))
      faults.push(required(`${path}.type`, NO_TYPE[role]));
  } else if (!TYPES.includes(String(type))) faults.push(unsupported(`${path}.type`, type, TYPES));
  if (isJsonObject(properties) && additionalProperties !== undefined && additionalProperties !== false)
    faults.push(forbidden(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'));
  if (typeof schema['pattern'] === 'string' && !isPattern(schema['pattern']))
    faults.push(wrong(`${path}.pattern`, schema['pattern'], "must be a valid regular expression, but isn't"));
  if (schema['x-kubernetes-embedded-resource'] === true && !open && !isJsonObject(properties))
    faults.push(
      required(
        `${path}.properties`,
        'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields',
      ),
    );
  faults.push(...mergeFaults(schema, path), ...defaultFaults(schema, path), ...alternativeFaults(schema, path, either));
  for (const [key, field] of Object.entries(isJsonObject(properties) ? properties : {}))
    if (isJsonObject(field)) faults.push(...schemaFaults(field, `${path}.properties[${key}]`, 'field'));
  if (isJsonObject(items)) faults.push(...schemaFaults(items, `${path}.items`, 'item'));
  else if (Array.isArray(items))
    faults.push(forbidden(`${path}.items`, 'items must be a schema object and not an array'));
  else if (type === 'array') faults.push(required(`${path}.items`, 'must be specified'));
  if (isJsonObject(additionalProperties))
    faults.push(...schemaFaults(additionalProperties, `${path}.additionalProperties`, 'field'));
  return faults;
}

function mergeFaults(schema: JsonObject, path: string): FieldFault[] {
  const listType = schema['x-kubernetes-list-type'];
  const mapType = schema['x-kubernetes-map-type'];
  const keys = schema['x-kubernetes-list-map-keys'];
  const items = isJsonObject(schema['items']) ? schema['items'] : {};
  const faults: FieldFault[] = [];
  if (mapType !== undefined && !MAP_TYPES.includes(String(mapType)))
    faults.push(unsupported(`${path}.x-kubernetes-map-type`, mapType, MAP_TYPES));
  if (listType === undefined) return faults;
  if (!LIST_TYPES.includes(String(listType)))
    return [...faults, unsupported(`${path}.x-kubernetes-list-type`, listType, LIST_TYPES)];
  if (schema['type'] !== 'array')
    return [
      ...faults,
      wrong(`${path}.type`, schema['type'] ?? '', 'must be array if x-kubernetes-list-type is specified'),
    ];
  if (listType === 'set' && !SCALARS.includes(String(items['type'])) && items['x-kubernetes-int-or-string'] !== true) {
    const atomic = items['x-kubernetes-map-type'] ?? items['x-kubernetes-list-type'];
    const field = items['type'] === 'array' ? 'x-kubernetes-list-type' : 'x-kubernetes-map-type';
    if (atomic !== 'atomic')
      faults.push(
        wrong(
          `${path}.items.${field}`,
          atomic ?? 'null',
          'must be atomic as item of a list with x-kubernetes-list-type=set',
        ),
      );
  }
  if (listType !== 'map') return faults;
  if (!Array.isArray(keys) || keys.length === 0)
    return [
      ...faults,
      required(`${path}.x-kubernetes-list-map-keys`, 'must not be empty if x-kubernetes-list-type is map'),
    ];
  return [...faults, ...mapKeyFaults(items, keys, path)];
}

function mapKeyFaults(items: JsonObject, keys: readonly unknown[], path: string): FieldFault[] {
  const fields = isJsonObject(items['properties']) ? items['properties'] : {};
  const needed = Array.isArray(items['required']) ? items['required'] : [];
  return keys.flatMap((key): FieldFault[] => {
    const field = fields[String(key)];
    if (!isJsonObject(field))
      return [
        wrong(
          `${path}.x-kubernetes-list-map-keys[${keys.indexOf(key)}]`,
          key,
          'entries must all be names of item properties',
        ),
      ];
    if (needed.includes(key) || field['default'] !== undefined) return [];
    return [
      required(
        `${path}.items.properties[${String(key)}].default`,
        'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property',
      ),
    ];
  });
}

/** A default must be valid itself; its faults are those of the value, at the place of the default. */
function defaultFaults(schema: JsonObject, path: string): FieldFault[] {
  const value = schema['default'];
  if (value === undefined) return [];
  const wrapped = customSchema({ type: 'object', properties: { '': schema } });
  return customFaults(wrapped, { '': value }).map((fault) => {
    const at = fault.field.startsWith('.') ? fault.field : '';
    return { ...fault, field: `${path}.default${at}` };
  });
}

/** The two shapes that int-or-string may have beside the extension. */
const EITHER = [{ type: 'integer' }, { type: 'string' }];

function alternativeFaults(schema: JsonObject, path: string, either: boolean): FieldFault[] {
  const faults: FieldFault[] = [];
  for (const key of ['allOf', 'anyOf', 'oneOf']) {
    const list = Array.isArray(schema[key]) ? (schema[key] as unknown[]) : [];
    if (either && key === 'anyOf' && equalJson(list, EITHER)) continue;
    for (const [index, item] of list.entries())
      if (isJsonObject(item)) faults.push(...insideFaults(item, `${path}.${key}[${index}]`, either));
  }
  const not = schema['not'];
  if (isJsonObject(not)) faults.push(...insideFaults(not, `${path}.not`, either));
  return faults;
}

function insideFaults(item: JsonObject, path: string, either: boolean): FieldFault[] {
  const faults = OUTSIDE_ALTERNATIVES.filter((key) => item[key] !== undefined).map((key) =>
    forbidden(`${path}.${key}`, 'must be empty to be structural'),
  );
  for (const [key, field] of Object.entries(isJsonObject(item['properties']) ? item['properties'] : {}))
    if (isJsonObject(field)) faults.push(...insideFaults(field, `${path}.properties[${key}]`, either));
  return [...faults, ...alternativeFaults(item, path, either)];
}
