import { isJsonObject, type JsonObject, setOwn } from '../json-value.ts';
import { setDefaults } from './custom/default-values.ts';
import { base64Fault, goTypeName, integerFault, quantityFault, timeFault, valueName } from './go-values.ts';
import type { Schema } from './schema.ts';

/** What the API server makes of the body of a built-in kind. */
export interface Decoded {
  /** Without unknown fields and without nulls, as the typed object would be written again. */
  readonly object: JsonObject;
  /** `unknown field "spec.template.spec.containers[0].imag"`, in the order of the body. */
  readonly unknown: readonly string[];
  /** Why the body cannot be this kind, in the words of Go's decoder; it stops nothing here. */
  readonly fault: string | undefined;
}

/** Go's decoder reports this many at most. */
const MAX_STRICT_ERRORS = 100;

interface Walk {
  readonly unknown: string[];
  fault: string | undefined;
}

/** Where a value stands: for the decoder's words, without the indexes of lists, and for those of the strict one, with them. */
interface Place {
  readonly path: string;
  readonly fields: readonly string[];
  /** the innermost type with a name */
  readonly struct: string;
}

/** Reads a body as the type it should be. Custom resources get the defaults of their schema as well. */
export function decode(schema: Schema, body: JsonObject): Decoded {
  const walk: Walk = { unknown: [], fault: undefined };
  const object = readObject(walk, schema, body, { path: '', fields: [], struct: goTypeName(schema) });
  if (schema.raw) setDefaults(schema, object);
  return { object, unknown: walk.unknown, fault: walk.fault };
}

const EMBEDDED = ['apiVersion', 'kind', 'metadata'];

function readObject(walk: Walk, schema: Schema, value: JsonObject, place: Place): JsonObject {
  const { properties, additionalProperties, raw } = schema;
  const isMap = !properties && typeof additionalProperties === 'object';
  if (!properties && !isMap && !raw) return value;
  const result: JsonObject = {};
  const struct = properties ? (schema.name?.split('.').at(-1) ?? place.struct) : place.struct;
  for (const [key, item] of Object.entries(value)) {
    const path = place.path === '' ? key : `${place.path}.${key}`;
    const field = properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (field) {
      const read = readValue(walk, field, item, { path, fields: [...place.fields, key], struct });
      // a typed object does not know null; a custom resource may
      if (read !== undefined && (read !== null || field.raw)) setOwn(result, key, read);
    } else if (typeof additionalProperties === 'object') {
      // the decoder's field is that of the map; a null in it is the zero value
      const read = readValue(walk, additionalProperties, item, { ...place, path });
      setOwn(result, key, read ?? (additionalProperties.raw ? null : zeroOf(additionalProperties)));
    } else if (
      schema.preserveUnknownFields ||
      additionalProperties ||
      (schema.embeddedResource && EMBEDDED.includes(key))
    )
      setOwn(result, key, item);
    else if (walk.unknown.length < MAX_STRICT_ERRORS) walk.unknown.push(`unknown field "${path}"`);
  }
  return result;
}

function readValue(walk: Walk, schema: Schema, value: unknown, place: Place): unknown {
  if (value === null || (schema.type === undefined && !schema.raw)) return value;
  // what is wrong with a custom value is told by validation
  const fault = schema.raw ? undefined : faultOf(schema, value, place);
  if (fault !== undefined) walk.fault ??= fault;
  else if (Array.isArray(value)) {
    const { items } = schema;
    if (!items) return value;
    return value.map((item: unknown, index) =>
      readValue(walk, items, item, { ...place, path: `${place.path}[${index}]` }),
    );
  } else if (isJsonObject(value)) return readObject(walk, schema, value, place);
  return value;
}

/** A null in a map: strings have their zero value, all else stays away. */
const zeroOf = (schema: Schema) => (schema.type === 'string' ? '' : null);

function faultOf(schema: Schema, value: unknown, { fields, struct }: Place): string | undefined {
  const named = valueName(value);
  const mismatch = (what: string) =>
    `json: cannot unmarshal ${what} into Go struct field ${struct}.${fields.join('.')} of type ${goTypeName(schema)}`;
  if (schema.format === 'quantity') return quantityFault(value);
  if (schema.intOrString) return named === 'string' ? undefined : integerFault(value, 'int32', 'Go value');
  if (schema.format === 'date-time') return timeFault(value, schema.name?.endsWith('MicroTime') === true);
  switch (schema.type) {
    case 'string':
      if (named !== 'string') return mismatch(named);
      return schema.format === 'byte' ? base64Fault(value as string) : undefined;
    case 'boolean':
      return named === 'bool' ? undefined : mismatch(named);
    case 'integer':
      if (named !== 'number') return mismatch(named);
      return integerFault(value, schema.format ?? 'int64', `Go struct field ${struct}.${fields.join('.')}`);
    case 'number':
      return named === 'number' ? undefined : mismatch(named);
    case 'array':
      return named === 'array' ? undefined : mismatch(named);
    case 'object':
      return named === 'object' || schema.preserveUnknownFields ? undefined : mismatch(named);
    default:
      return undefined;
  }
}
