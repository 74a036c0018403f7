import { createHash } from 'node:crypto';
import type { Definition, Definitions } from './definition.ts';
import { derived, lazily, type MutableSchema } from './lazy-schema.ts';
import type { Schema } from './schema.ts';
import { ATOMIC_MAPS, ATOMIC_TYPES, DEFAULT_FACTS, ENUM_FACTS, MERGE_FACTS } from './schema-facts.ts';

const PACKAGES: Readonly<Record<string, string>> = {
  '': 'io.k8s.api.core',
  'apiextensions.k8s.io': 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions',
  'apiregistration.k8s.io': 'io.k8s.kube-aggregator.pkg.apis.apiregistration',
  'internal.apiserver.k8s.io': 'io.k8s.api.apiserverinternal',
  'meta.k8s.io': 'io.k8s.apimachinery.pkg.apis.meta',
  'metrics.k8s.io': 'io.k8s.metrics.pkg.apis.metrics',
};
/** Versions that are tried, newest first, for a kind whose own version the models no longer have. */
const YOUNGER = ['v1', 'v2', 'v1beta1'];

const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';

/** The name of a kind's definition: `io.k8s.api.rbac.v1.Role`. */
export function definitionName(group: string, version: string, kind: string): string {
  return `${PACKAGES[group] ?? `io.k8s.api.${group.split('.')[0]}`}.${version}.${kind}`;
}

/** The last three parts of a definition's name, by which the tables know it: `core.v1.Pod`. */
const shortName = (name: string) => name.split('.').slice(-3).join('.');

/** The schemas of built-in types, each made when it is first walked to. */
export class BuiltInSchemas {
  readonly #load: () => Definitions;
  readonly #made = new Map<string, Schema>();
  #definitions: Definitions | undefined;
  #fingerprint: string | undefined;

  constructor(load: () => Definitions) {
    this.#load = load;
  }

  /** By the name of its definition. An old version of a kind has the fields of the one that took its place. */
  find(name: string): Schema | undefined {
    const made = this.#made.get(name);
    if (made) return made;
    const source = this.#sourceOf(name);
    if (source === undefined) return undefined;
    const schema = this.#make(name, source, this.#all()[source] as Definition);
    this.#made.set(name, schema);
    return schema;
  }

  /** A hash of all definitions. */
  fingerprint(): string {
    this.#fingerprint ??= createHash('sha256').update(JSON.stringify(this.#all())).digest('hex');
    return this.#fingerprint;
  }

  #all(): Definitions {
    this.#definitions ??= this.#load();
    return this.#definitions;
  }

  #sourceOf(name: string): string | undefined {
    const definitions = this.#all();
    if (Object.hasOwn(definitions, name)) return name;
    const [, head = '', tail = ''] = /^(.*\.)v\d\w*(\.\w+)$/.exec(name) ?? [];
    return YOUNGER.map((version) => `${head}${version}${tail}`).find((other) => Object.hasOwn(definitions, other));
  }

  #make(name: string, source: string, definition: Definition): Schema {
    const { description, fields, required, type } = definition;
    const base: MutableSchema = { name, ...(description === undefined ? {} : { description }) };
    if (!fields) {
      if (type !== undefined) Object.assign(base, plainType(type));
      if (type === 'object') base.preserveUnknownFields = true;
      if (name === QUANTITY) base.format = 'quantity';
      if (type?.endsWith('/int-or-string')) base.intOrString = true;
      return base;
    }
    const facts = shortName(source);
    base.type = 'object';
    if (required?.length) base.required = required;
    if (ATOMIC_TYPES.includes(facts)) base.mapType = 'atomic';
    return lazily(base, 'properties', () =>
      Object.fromEntries(
        Object.entries(fields).map(([field, { type: short, description: words }]) => [
          field,
          this.#field(facts, field, short, words),
        ]),
      ),
    );
  }

  #field(owner: string, field: string, type: string, description: string | undefined): Schema {
    const schema = derived(this.#typed(type), description === undefined ? {} : { description });
    const merge = MERGE_FACTS[owner]?.[field];
    if (merge !== undefined) Object.assign(schema, mergeFacts(merge, schema.type === 'array'));
    if (ATOMIC_MAPS[owner]?.includes(field)) schema.mapType = 'atomic';
    const values = ENUM_FACTS[owner]?.[field];
    if (values) schema.enum = values;
    const preset = DEFAULT_FACTS[owner]?.[field];
    if (preset !== undefined) schema.default = preset;
    return schema;
  }

  #typed(type: string): Schema {
    if (type.startsWith('[]')) return lazily({ type: 'array' }, 'items', () => this.#typed(type.slice(2)));
    if (type.startsWith('{}'))
      return lazily({ type: 'object' }, 'additionalProperties', () => this.#typed(type.slice(2)));
    if (type.startsWith('#')) return this.find(type.slice(1)) ?? {};
    return plainType(type);
  }
}

function plainType(text: string): Schema {
  const [type, format] = text.split('/');
  if (type === undefined || type === 'any') return {};
  return { type: type as NonNullable<Schema['type']>, ...(format === undefined ? {} : { format }) };
}

function mergeFacts(words: string, isList: boolean): Schema {
  const result: MutableSchema = {};
  for (const word of words.split(' ')) {
    const [name, value] = word.split('=');
    if (name === 'key' && value !== undefined) result.patchMergeKey = value;
    else if (name === 'map' && value !== undefined) result.listMapKeys = value.split(',');
    else if (name === 'set' || name === 'atomic') result.listType = name;
    else if (name !== undefined) result.patchStrategy = name;
  }
  if (!isList || result.listType !== undefined) return result;
  if (result.patchMergeKey !== undefined) result.listMapKeys ??= [result.patchMergeKey];
  return {
    ...result,
    listType: result.listMapKeys ? 'map' : result.patchStrategy?.includes('merge') ? 'set' : 'atomic',
  };
}
