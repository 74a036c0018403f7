/** What a value may be; undefined in a node: anything. */
export type NodeType =
  | 'object'
  | 'array'
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'int-or-string'
  /** a quantity: text or number */
  | 'quantity';

/** A kind's schema in the few words that an editor needs, whichever version of OpenAPI it came in. */
export interface SchemaNode {
  /** name in {@link KindSchema.definitions}; what stands beside it (a description, a default) goes before what it names */
  readonly ref?: string;
  readonly type?: NodeType;
  readonly format?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  /** of the values of a map with free keys */
  readonly values?: SchemaNode;
  /** the server keeps fields that the schema does not name */
  readonly open?: boolean;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly pattern?: string;
  /** x-kubernetes-list-type: atomic, set or map */
  readonly listType?: string;
  readonly mapKeys?: readonly string[];
  readonly patchStrategy?: string;
  readonly mergeKey?: string;
  /** a rule of the schema lets it never change (self == oldSelf) */
  readonly immutable?: boolean;
  /** what the schema's rules (CEL) say in words */
  readonly rules?: readonly string[];
}

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** The schema of one kind with the definitions that it reaches, and no others. */
export interface KindSchema extends GroupVersionKind {
  readonly root: SchemaNode;
  readonly definitions: Readonly<Record<string, SchemaNode>>;
  /** status is written at an address of its own: a write of the object leaves it as it is */
  readonly statusApart: boolean;
}

/** The GVK as one text, for maps. */
export function kindKey({ group, version, kind }: GroupVersionKind): string {
  return `${group}/${version}/${kind}`;
}

/** "apps/v1" and "Deployment" as a GVK. */
export function kindOf(apiVersion: string, kind: string): GroupVersionKind {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion, kind }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1), kind };
}
