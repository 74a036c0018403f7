import { k8sJson } from '../../api/api-fetch.ts';
import { mapBounded } from '../../api/map-bounded.ts';

/** What is looked at: the whole cluster (null), or some namespaces. */
export type Scope = readonly string[] | null;

const MAX_SHOWN = 20;
const MAX_EVENTS = 500;
const MAX_NODES = 500;
const MAX_PARALLEL = 3;

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

interface Table {
  readonly metadata?: { readonly continue?: string; readonly remainingItemCount?: number };
  readonly columnDefinitions?: readonly { readonly name: string }[];
  readonly rows?: readonly {
    readonly cells: readonly unknown[];
    readonly object?: { readonly metadata?: { readonly name?: string; readonly namespace?: string } };
  }[];
}

/** The paths of a namespaced resource in a scope. */
function pathsIn(scope: Scope, prefix: string, plural: string): string[] {
  if (scope === null) return [`${prefix}/${plural}`];
  return scope.map((namespace) => `${prefix}/namespaces/${encodeURIComponent(namespace)}/${plural}`);
}

/** A number of objects; `least`: there are more, and the server does not say how many. */
export interface Count {
  readonly number: number;
  readonly least: boolean;
}

/** How many objects there are, from a first page: its own, and the server's count of the rest. */
export function countOf({ rows, metadata }: Table): Count {
  const rest = metadata?.remainingItemCount;
  return { number: (rows?.length ?? 0) + (rest ?? 0), least: rest === undefined && (metadata?.continue ?? '') !== '' };
}

/** The same over a scope. */
export async function countIn(
  cluster: string,
  scope: Scope,
  resource: { readonly prefix: string; readonly plural: string; readonly namespaced: boolean },
  signal: AbortSignal,
): Promise<Count> {
  const paths = resource.namespaced
    ? pathsIn(scope, resource.prefix, resource.plural)
    : [`${resource.prefix}/${resource.plural}`];
  // as a Table: v1.20 leaves the count of the rest out of a PartialObjectMetadataList
  const counts = await mapBounded(paths, MAX_PARALLEL, async (path) =>
    countOf(
      await k8sJson<Table>(cluster, `${path}?limit=1&includeObject=None`, { signal, headers: { accept: TABLE } }),
    ),
  );
  return {
    number: counts.reduce((sum, each) => sum + each.number, 0),
    least: counts.some(({ least }) => least),
  };
}

export interface Troubled {
  readonly namespace: string | undefined;
  readonly name: string;
  /** the server's own word ("NotReady", "ImagePullBackOff") */
  readonly status: string;
}

/** Names and the STATUS column of a Table. */
export function statusRows(table: Table): Troubled[] {
  const column = (table.columnDefinitions ?? []).findIndex(({ name }) => name === 'Status');
  return (table.rows ?? []).map(({ cells, object }) => ({
    namespace: object?.metadata?.namespace,
    name: object?.metadata?.name ?? String(cells[0] ?? ''),
    status: column < 0 ? '' : String(cells[column] ?? ''),
  }));
}

/** Pods that neither run nor have done their work. A pod that crashes again and again runs now and then: see the warnings. */
export async function podsInTrouble(cluster: string, scope: Scope, signal: AbortSignal): Promise<Troubled[]> {
  const query = new URLSearchParams({
    fieldSelector: 'status.phase!=Running,status.phase!=Succeeded',
    limit: String(MAX_SHOWN),
  });
  const tables = await mapBounded(pathsIn(scope, '/api/v1', 'pods'), MAX_PARALLEL, (path) =>
    k8sJson<Table>(cluster, `${path}?${query}`, { signal, headers: { accept: TABLE } }),
  );
  return tables.flatMap(statusRows).slice(0, MAX_SHOWN);
}

/** Nodes whose STATUS is more, or other, than "Ready". */
export async function nodesInTrouble(cluster: string, signal: AbortSignal): Promise<Troubled[]> {
  const table = await k8sJson<Table>(cluster, `/api/v1/nodes?limit=${MAX_NODES}`, {
    signal,
    headers: { accept: TABLE },
  });
  return statusRows(table).filter(({ status }) => status !== 'Ready');
}

interface EventObject {
  readonly metadata?: { readonly creationTimestamp?: string };
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string };
  readonly involvedObject?: {
    readonly apiVersion?: string;
    readonly kind?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
}

/** Warnings of one reason about one object. */
export interface Warning {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  /** epoch seconds */
  readonly last: number;
}

/** Warning events by object and reason, the latest first. */
export function groupWarnings(events: readonly EventObject[]): Warning[] {
  const groups = new Map<string, Warning>();
  for (const event of events) {
    const { apiVersion = 'v1', kind = '', namespace, name = '' } = event.involvedObject ?? {};
    const { reason = '' } = event;
    const at =
      event.series?.lastObservedTime ??
      event.lastTimestamp ??
      event.eventTime ??
      event.metadata?.creationTimestamp ??
      '';
    const seconds = Date.parse(at) / 1000;
    const last = Number.isNaN(seconds) ? 0 : seconds;
    const times = event.series?.count ?? event.count ?? 1;
    const key = JSON.stringify([kind, namespace, name, reason]);
    const known = groups.get(key);
    const newer = known === undefined || last >= known.last;
    groups.set(key, {
      apiVersion,
      kind,
      namespace,
      name,
      reason,
      message: newer ? (event.message ?? '') : known.message,
      count: (known?.count ?? 0) + times,
      last: newer ? last : known.last,
    });
  }
  return [...groups.values()].sort((a, b) => b.last - a.last);
}

/** What the cluster warned of lately (it keeps events for an hour, usually). */
export async function warnings(cluster: string, scope: Scope, signal: AbortSignal): Promise<Warning[]> {
  const query = new URLSearchParams({ fieldSelector: 'type=Warning', limit: String(MAX_EVENTS) });
  const pages = await mapBounded(pathsIn(scope, '/api/v1', 'events'), MAX_PARALLEL, (path) =>
    k8sJson<{ items?: readonly EventObject[] }>(cluster, `${path}?${query}`, { signal }),
  );
  return groupWarnings(pages.flatMap(({ items }) => items ?? [])).slice(0, MAX_SHOWN);
}
