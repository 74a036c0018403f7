import { type GroupVersionKind, type KindSchema, kindKey, type NodeType, type SchemaNode } from './schema-node.ts';

/** An OpenAPI document of either version, as far as it is read. */
export interface OpenApiDocument {
  readonly definitions?: Readonly<Record<string, RawSchema>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, RawSchema>> };
  readonly paths?: Readonly<Record<string, unknown>>;
}

interface RawSchema {
  readonly $ref?: string;
  readonly allOf?: readonly RawSchema[];
  readonly oneOf?: readonly RawSchema[];
  readonly anyOf?: readonly RawSchema[];
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, RawSchema>>;
  readonly required?: readonly string[];
  readonly items?: RawSchema;
  readonly additionalProperties?: RawSchema | boolean;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly pattern?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly GroupVersionKind[];
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-validations'?: readonly { readonly rule?: string; readonly message?: string }[];
}

const TYPES: ReadonlySet<string> = new Set(['object', 'array', 'string', 'integer', 'number', 'boolean']);
const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
/** "self == oldSelf" and its mirror, as a whole rule */
const NEVER_CHANGES = /^\s*(?:self\s*==\s*oldSelf|oldSelf\s*==\s*self)\s*$/;

function schemasOf(document: OpenApiDocument): Readonly<Record<string, RawSchema>> {
  return document.components?.schemas ?? document.definitions ?? {};
}

function nameOf(ref: string): string {
  return ref.slice(ref.lastIndexOf('/') + 1);
}

/** Every kind that a document describes, with the name of its definition. */
export function kindsOf(document: OpenApiDocument): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, schema] of Object.entries(schemasOf(document))) {
    const kinds = schema['x-kubernetes-group-version-kind'];
    // DeleteOptions and its like stand for every group: no kind of an object
    if (kinds?.length !== 1) continue;
    for (const kind of kinds) found.set(kindKey(kind), name);
  }
  return found;
}

/**
 * One kind's schema out of a document, with the definitions that it reaches. undefined: the document does not describe it.
 * `name` is that of its definition where it is known ({@link kindsOf}).
 */
export function cutKind(
  document: OpenApiDocument,
  wanted: GroupVersionKind,
  name = kindsOf(document).get(kindKey(wanted)),
): KindSchema | undefined {
  const schemas = schemasOf(document);
  if (name === undefined || schemas[name] === undefined) return undefined;
  const definitions: Record<string, SchemaNode> = {};
  const waiting = new Set([name]);
  for (const next of waiting) {
    const raw = schemas[next];
    if (raw !== undefined) definitions[next] = nodeOf(raw, next, waiting);
  }
  const { [name]: root = {}, ...others } = definitions;
  return { ...wanted, root, definitions: { ...others, [name]: root }, statusApart: hasStatusPath(document, wanted) };
}

/** Whether objects of the kind have a status address of their own, by the document's paths. */
function hasStatusPath({ paths }: OpenApiDocument, { group, version, kind }: GroupVersionKind): boolean {
  const start = group === '' ? `/api/${version}/` : `/apis/${group}/${version}/`;
  return Object.entries(paths ?? {}).some(
    ([path, item]) => path.startsWith(start) && path.endsWith('/status') && speaksOf(item, kind),
  );
}

function speaksOf(item: unknown, kind: string): boolean {
  if (typeof item !== 'object' || item === null) return false;
  return Object.values(item).some(
    (operation: unknown) =>
      typeof operation === 'object' &&
      operation !== null &&
      'x-kubernetes-group-version-kind' in operation &&
      (operation['x-kubernetes-group-version-kind'] as Partial<GroupVersionKind> | null)?.kind === kind,
  );
}

/** A schema in our words. Names of definitions that it refers to are added to `refs`. */
function nodeOf(raw: RawSchema, name: string, refs: Set<string>): SchemaNode {
  const target = raw.$ref ?? soleRef(raw.allOf);
  if (target !== undefined) refs.add(nameOf(target));
  const type = typeOf(raw, name);
  const { properties, items, additionalProperties } = raw;
  const rules = raw['x-kubernetes-validations'] ?? [];
  const open =
    raw['x-kubernetes-preserve-unknown-fields'] === true ||
    raw['x-kubernetes-embedded-resource'] === true ||
    additionalProperties === true;
  const said = rules.map(({ rule = '', message }) => message ?? rule).filter((text) => text !== '');
  return given({
    ref: target === undefined ? undefined : nameOf(target),
    type,
    format: raw.format,
    description: raw.description,
    properties:
      properties === undefined
        ? undefined
        : Object.fromEntries(Object.entries(properties).map(([field, inner]) => [field, nodeOf(inner, '', refs)])),
    required: raw.required,
    items: items === undefined ? undefined : nodeOf(items, '', refs),
    values: typeof additionalProperties === 'object' ? nodeOf(additionalProperties, '', refs) : undefined,
    open: open || undefined,
    enum: raw.enum,
    default: isNothing(raw.default) ? undefined : raw.default,
    pattern: raw.pattern,
    listType: raw['x-kubernetes-list-type'],
    mapKeys: raw['x-kubernetes-list-map-keys'],
    patchStrategy: raw['x-kubernetes-patch-strategy'],
    mergeKey: raw['x-kubernetes-patch-merge-key'],
    immutable: rules.some(({ rule }) => NEVER_CHANGES.test(rule ?? '')) || undefined,
    rules: said.length === 0 ? undefined : said,
  });
}

/** v3 wraps a reference that has a description beside it in allOf. */
function soleRef(allOf: readonly RawSchema[] | undefined): string | undefined {
  return allOf?.length === 1 ? allOf[0]?.$ref : undefined;
}

function typeOf(raw: RawSchema, name: string): NodeType | undefined {
  if (name === QUANTITY) return 'quantity';
  if (raw['x-kubernetes-int-or-string'] === true || raw.format === 'int-or-string') return 'int-or-string';
  const types = (raw.oneOf ?? raw.anyOf ?? []).map(({ type }) => type);
  if (types.includes('string') && types.includes('integer')) return 'int-or-string';
  if (types.includes('string') && types.includes('number')) return 'quantity';
  const type = typeof raw.type === 'string' ? raw.type : undefined;
  return type !== undefined && TYPES.has(type) ? (type as NodeType) : undefined;
}

/** v3 gives "" and {} as default to whatever Go gives a zero value: says nothing. */
function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === '' ||
    (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
  );
}

type Loose<T> = { readonly [K in keyof T]: T[K] | undefined };

/** Without the members that are undefined. */
function given(node: Loose<Required<SchemaNode>>): SchemaNode {
  return Object.fromEntries(Object.entries(node).filter(([, value]) => value !== undefined));
}
