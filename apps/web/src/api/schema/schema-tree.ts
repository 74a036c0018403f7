import type { KindSchema, SchemaNode } from './schema-node.ts';

/** Names of fields, and places in lists. */
export type FieldPath = readonly (string | number)[];

/** A field as `kubectl explain` tells it. */
export interface FieldDoc {
  readonly name: string;
  /** "Deployment", "string", "[]Container", "map[string]string" */
  readonly type: string;
  readonly description: string;
  readonly required: boolean;
  readonly immutable: boolean;
  readonly node: SchemaNode;
}

/** Of every object, whatever its kind. */
const NEVER_OF_METADATA: ReadonlySet<string> = new Set([
  'name',
  'namespace',
  'uid',
  'creationTimestamp',
  'generateName',
]);
const ALWAYS_AT_TOP: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/** A kind's schema to walk in. A path that the schema does not know leads to undefined. */
export class SchemaTree {
  readonly schema: KindSchema;
  readonly #immutable: ReadonlySet<string>;

  /** `immutable`: paths ("spec.selector") that are known to be immutable though the schema does not say so */
  constructor(schema: KindSchema, immutable: readonly string[] = []) {
    this.schema = schema;
    this.#immutable = new Set(immutable);
  }

  /** The node with what it refers to; its own words first. */
  resolve(node: SchemaNode): SchemaNode {
    let whole = node;
    // a definition may be a reference itself; a circle of nothing but references ends too
    for (let hops = 0; whole.ref !== undefined && hops < 8; hops += 1) {
      const { ref, ...own } = whole;
      whole = { ...this.schema.definitions[ref], ...own };
      const next = this.schema.definitions[ref]?.ref;
      if (next !== undefined) whole = { ...whole, ref: next };
    }
    return whole;
  }

  get root(): SchemaNode {
    return this.resolve(this.schema.root);
  }

  /** The node at a path; undefined where the schema says nothing. */
  at(path: FieldPath): SchemaNode | undefined {
    let node: SchemaNode | undefined = this.root;
    for (const step of path) {
      node = this.step(node, step);
      if (node === undefined) return undefined;
    }
    return node;
  }

  /** One step further: a field, a key of a map or a place in a list. */
  step(node: SchemaNode, step: string | number): SchemaNode | undefined {
    const next =
      typeof step === 'number'
        ? node.items
        : Object.hasOwn(node.properties ?? {}, step)
          ? node.properties?.[step]
          : node.values;
    return next === undefined ? undefined : this.resolve(next);
  }

  /** Whether a change of that field is refused, as far as schema and known rules tell. */
  isImmutable(path: FieldPath): boolean {
    if (path.length === 0) return false;
    const [first, second] = path;
    if (path.length === 1 && (first === 'apiVersion' || first === 'kind')) return true;
    if (path.length === 2 && first === 'metadata' && NEVER_OF_METADATA.has(String(second))) return true;
    return (
      this.#immutable.has(path.map((step) => (typeof step === 'number' ? '[]' : step)).join('.')) ||
      this.at(path)?.immutable === true
    );
  }

  /** Whether the object that holds the field must have it. */
  isRequired(path: FieldPath): boolean {
    const name = path.at(-1);
    if (typeof name !== 'string') return false;
    if (path.length === 1 && ALWAYS_AT_TOP.has(name)) return true;
    if (path.length === 2 && path[0] === 'metadata' && name === 'name') return true;
    return this.at(path.slice(0, -1))?.required?.includes(name) === true;
  }

  /** What `kubectl explain` says of a field; undefined where there is no such field. */
  explain(path: FieldPath): FieldDoc | undefined {
    const node = this.at(path);
    if (node === undefined) return undefined;
    const name = path.at(-1);
    return {
      name: typeof name === 'string' ? name : this.schema.kind,
      type: path.length === 0 ? this.schema.kind : this.typeName(node),
      description: node.description ?? '',
      required: this.isRequired(path),
      immutable: this.isImmutable(path),
      node,
    };
  }

  /** The fields of the object at a path (of the items, where it is a list), in the order of the alphabet, required ones first. */
  fields(path: FieldPath): readonly FieldDoc[] {
    const holder = this.holder(path);
    if (holder === undefined) return [];
    const { path: at, node } = holder;
    return Object.keys(node.properties ?? {})
      .flatMap((name) => this.explain([...at, name]) ?? [])
      .sort((a, b) => Number(b.required) - Number(a.required) || (a.name < b.name ? -1 : 1));
  }

  /** The object whose fields a path shows: lists and maps are entered. */
  holder(path: FieldPath): { readonly path: FieldPath; readonly node: SchemaNode } | undefined {
    let at = path;
    let node = this.at(path);
    for (let depth = 0; node !== undefined && depth < 4; depth += 1) {
      if (node.properties !== undefined) return { path: at, node };
      const step = node.items !== undefined ? 0 : '*';
      at = [...at, step];
      node = this.step(node, step);
    }
    return undefined;
  }

  /** The type as `kubectl explain` writes it. */
  typeName(node: SchemaNode): string {
    if (node.type === 'array' || node.items !== undefined)
      return `[]${node.items === undefined ? 'Object' : this.#shortName(node.items)}`;
    if (node.values !== undefined) return `map[string]${this.#shortName(node.values)}`;
    if (node.type === 'int-or-string') return 'IntOrString';
    if (node.type === 'quantity') return 'Quantity';
    if (node.type === undefined) return 'Any';
    return node.type === 'object' ? 'Object' : node.type;
  }

  #shortName(node: SchemaNode): string {
    const name = node.ref?.slice(node.ref.lastIndexOf('.') + 1);
    const whole = this.resolve(node);
    return whole.properties !== undefined && name !== undefined ? name : this.typeName(whole);
  }
}

/** "spec.template.spec.containers[0].image" */
export function pathText(path: FieldPath): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}
