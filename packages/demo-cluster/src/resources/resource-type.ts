import { humanDuration } from '@quarterdeck/shared/duration';
import type { Schema } from '../schema/schema.ts';
import type { ClusterStore, DemoObject, ResourceKey } from '../store.ts';

export type Cell = string | number | boolean | null;

export interface CellContext {
  /** epoch milliseconds of the cluster's clock */
  readonly now: number;
}

/** A column of the server-side table. `cell` is a method so that a column of pods fits a table of objects. */
export interface Column<T extends DemoObject = DemoObject> {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format?: string;
  readonly description?: string;
  /** 0: always; 1: `kubectl -o wide` */
  readonly priority: 0 | 1;
  cell(object: T, context: CellContext): Cell;
}

export interface Subresource {
  readonly name: string;
  readonly kind: string;
  readonly verbs: readonly string[];
  /** of the body, when it is not the resource's own */
  readonly group?: string;
  readonly version?: string;
}

/** A method type, so that a reader of pods fits a table of objects. */
type FieldReader<T extends DemoObject> = { read(object: T): string }['read'];

export interface ResourceType<T extends DemoObject = DemoObject> {
  readonly group: string;
  /** preferred first */
  readonly versions: readonly string[];
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly subresources: readonly Subresource[];
  readonly columns: readonly Column<T>[];
  /** metadata.generation counts changes of the spec */
  readonly generation?: boolean;
  /** field selectors beyond metadata.name and metadata.namespace */
  readonly fields?: Readonly<Record<string, FieldReader<T>>>;
  /** the version that objects are stored in, when it is not the preferred one; it need not be served */
  readonly storedIn?: string;
  /** what differs in a version: custom resources have columns and sub-resources per version */
  readonly faces?: Readonly<Record<string, ResourceType>>;
  /** how `scale` reads and writes the object, when it is not by spec.replicas, status.replicas and spec.selector */
  readonly scalePaths?: {
    readonly spec: readonly string[];
    readonly status: readonly string[];
    readonly selector?: readonly string[];
  };
  /** per version; only custom resources bring their own */
  readonly schemas?: Readonly<Record<string, Schema>>;
  /** the words of the Warning header for requests in a version that should not be used any more */
  readonly deprecations?: Readonly<Record<string, string>>;
  /** objects that are made when somebody asks, and kept nowhere; all of them, or those of one namespace */
  computed?(store: ClusterStore, namespace: string | undefined): readonly DemoObject[];
  /** answered by another server behind the aggregator, when its APIService is Available */
  readonly aggregated?: boolean;
  /** where the objects are kept, when this is a second face of another resource (events.k8s.io) */
  readonly storedAs?: ResourceKey;
  /** between the stored shape and a version's own; apiVersion is set by the caller */
  readonly convert?: {
    fromStored(object: T, version: string): DemoObject;
    toStored(object: DemoObject, version: string): DemoObject;
  };
}

export const ALL_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'] as const;
export const CREATE_ONLY = ['create'] as const;

export const PROXY_VERBS = ['create', 'delete', 'get', 'patch', 'update'] as const;

export const STATUS = (kind: string): Subresource => ({ name: 'status', kind, verbs: ['get', 'patch', 'update'] });
export const SCALE: Subresource = {
  name: 'scale',
  kind: 'Scale',
  verbs: ['get', 'patch', 'update'],
  group: 'autoscaling',
  version: 'v1',
};

type CellOf<T extends DemoObject> = (object: T, context: CellContext) => Cell;

export function column<T extends DemoObject>(
  name: string,
  cell: CellOf<T>,
  type: Column['type'] = 'string',
): Column<T> {
  return { name, type, priority: 0, cell };
}

export function wide<T extends DemoObject>(name: string, cell: CellOf<T>, type: Column['type'] = 'string'): Column<T> {
  return { name, type, priority: 1, cell };
}

export const NAME: Column = {
  name: 'Name',
  type: 'string',
  format: 'name',
  description: 'What the object is called, unique among the objects of its kind in its namespace.',
  priority: 0,
  cell: (o) => o.metadata.name,
};
export const AGE: Column = {
  ...column('Age', (o, { now }) => ageOf(o.metadata.creationTimestamp, now)),
  description: 'The time that has passed since the object was created.',
};
export const CREATED_AT: Column = {
  ...column('Created At', (o) => o.metadata.creationTimestamp, 'date'),
  description: 'When the object was created.',
};

/** How long ago a time stamp was, in kubectl's words. */
export function ageOf(time: string | undefined, now: number): string {
  const since = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(since) ? '<unknown>' : humanDuration((now - since) / 1000);
}

/** "<none>" for nothing, as kubectl prints it. */
export const orNone = (text: string | undefined) => (text ? text : '<none>');

/** Labels in the order of their keys: "a=1,b=2". */
export function labelText(labels: Record<string, string> | undefined): string {
  const keys = Object.keys(labels ?? {}).sort();
  return orNone(keys.map((key) => `${key}=${labels?.[key]}`).join(','));
}

interface SelectorLike {
  matchLabels?: Record<string, string> | undefined;
  matchExpressions?: readonly { key: string; operator: string; values?: readonly string[] | undefined }[] | undefined;
}

/** metav1.FormatLabelSelector. */
export function selectorText(selector: SelectorLike | undefined): string {
  if (!selector) return '<none>';
  const parts = Object.keys(selector.matchLabels ?? {})
    .sort()
    .map((key) => `${key}=${selector.matchLabels?.[key]}`);
  for (const { key, operator, values } of selector.matchExpressions ?? []) {
    const list = [...(values ?? [])].sort().join(',');
    if (operator === 'In') parts.push(`${key} in (${list})`);
    else if (operator === 'NotIn') parts.push(`${key} notin (${list})`);
    else parts.push(operator === 'Exists' ? key : `!${key}`);
  }
  return orNone(parts.join(','));
}
