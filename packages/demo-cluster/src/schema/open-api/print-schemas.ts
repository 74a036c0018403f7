import { isJsonObject, type JsonObject } from '../../json-value.ts';
import type { Schema } from '../schema.ts';

export type Dialect = 'v2' | 'v3';

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Parts of a custom resource's schema that both dialects show as their author wrote them. */
const VALIDATIONS = [
  'title',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'maxLength',
  'minLength',
  'pattern',
  'maxItems',
  'minItems',
  'uniqueItems',
  'maxProperties',
  'minProperties',
  'multipleOf',
  'externalDocs',
  'example',
];
/** OpenAPI v2 has no words for these. */
const ONLY_V3 = ['nullable', 'oneOf', 'anyOf', 'allOf', 'not', 'x-kubernetes-validations'];

/** Schemas as OpenAPI: every type with a name once, and references to it. */
export class SchemaPrinter {
  readonly #dialect: Dialect;
  readonly #kindsOf: (name: string) => readonly GroupVersionKind[];
  readonly #printed = new Map<string, JsonObject>();

  constructor(dialect: Dialect, kindsOf: (name: string) => readonly GroupVersionKind[]) {
    this.#dialect = dialect;
    this.#kindsOf = kindsOf;
  }

  /** The types that were referred to, by name. */
  definitions(): JsonObject {
    return Object.fromEntries([...this.#printed].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** A reference to a named type, which is printed when it is new. */
  reference(schema: Schema, name = schema.name ?? ''): JsonObject {
    if (!this.#printed.has(name)) {
      const body: JsonObject = {};
      // known before its fields are printed: they may refer to it
      this.#printed.set(name, body);
      Object.assign(body, this.#body(schema));
      const kinds = this.#kindsOf(name);
      if (kinds.length > 0) body['x-kubernetes-group-version-kind'] = kinds;
    }
    return { $ref: `${this.#dialect === 'v2' ? '#/definitions/' : '#/components/schemas/'}${name}` };
  }

  #field(schema: Schema): JsonObject {
    if (schema.name === undefined) return this.#body(schema);
    const base = baseOf(schema);
    const reference = this.reference(base);
    // the type's own words stand in its definition
    if (schema === base) return reference;
    const own = {
      ...description(Object.hasOwn(schema, 'description') ? schema.description : undefined),
      ...extensions(schema),
    };
    if (this.#dialect === 'v2') return { ...own, ...reference };
    return Object.keys(own).length === 0 ? reference : { ...own, allOf: [reference] };
  }

  #body(schema: Schema): JsonObject {
    const { type, format, properties, required, items, additionalProperties, raw } = schema;
    const result: JsonObject = { ...description(schema.description), ...this.#validations(raw), ...extensions(schema) };
    if (schema.enum) result['enum'] = schema.enum;
    if (schema.default !== undefined) result['default'] = schema.default;
    if (schema.intOrString) {
      if (raw) result['x-kubernetes-int-or-string'] = true;
      else Object.assign(result, this.#either('int-or-string', 'integer', 'string'));
      return result;
    }
    if (format === 'quantity') return { ...result, ...this.#either('', 'string', 'number') };
    const open = raw !== undefined && schema.preserveUnknownFields === true;
    if (open) result['x-kubernetes-preserve-unknown-fields'] = true;
    if (schema.embeddedResource) result['x-kubernetes-embedded-resource'] = true;
    // clients of v2 would refuse what is not listed
    if (this.#dialect === 'v2' && (open || schema.nullable)) return result;
    if (type !== undefined) result['type'] = type;
    if (format !== undefined) result['format'] = format;
    if (required) result['required'] = required;
    if (properties)
      result['properties'] = Object.fromEntries(
        Object.keys(properties)
          .sort()
          .map((key) => [key, this.#field(properties[key] as Schema)]),
      );
    if (items) result['items'] = this.#field(items);
    if (typeof additionalProperties === 'object') result['additionalProperties'] = this.#field(additionalProperties);
    else if (additionalProperties) result['additionalProperties'] = true;
    return result;
  }

  #either(format: string, ...types: readonly string[]): JsonObject {
    const formatted = format === '' ? {} : { format };
    return this.#dialect === 'v2'
      ? { type: 'string', ...formatted }
      : { oneOf: types.map((type) => ({ type })), ...formatted };
  }

  #validations(raw: JsonObject | undefined): JsonObject {
    if (!raw) return {};
    const keys = this.#dialect === 'v2' ? VALIDATIONS : [...VALIDATIONS, ...ONLY_V3];
    return Object.fromEntries(keys.filter((key) => raw[key] !== undefined).map((key) => [key, raw[key]]));
  }
}

const description = (text: string | undefined): JsonObject => (text === undefined ? {} : { description: text });

/** The named type behind a field that has words of its own (built-in-schemas.ts derives one from the other). */
function baseOf(schema: Schema): Schema {
  if (Object.hasOwn(schema, 'name')) return schema;
  const base: unknown = Object.getPrototypeOf(schema);
  return isJsonObject(base) ? baseOf(base) : schema;
}

function extensions(schema: Schema): JsonObject {
  const result: JsonObject = {};
  const own = <K extends keyof Schema>(key: K, name: string) => {
    if (Object.hasOwn(schema, key)) result[`x-kubernetes-${name}`] = schema[key];
  };
  own('patchStrategy', 'patch-strategy');
  own('patchMergeKey', 'patch-merge-key');
  own('listType', 'list-type');
  own('listMapKeys', 'list-map-keys');
  own('mapType', 'map-type');
  return result;
}
