import { k8sJson } from '../../api/api-fetch.ts';
import { mapBounded } from '../../api/map-bounded.ts';
import { pathsIn, type Scope, TABLE } from '../../api/object-count.ts';
import type { Health, RowView } from '../../kinds/define-kind.ts';

export const MAX_SHOWN = 20;
const MAX_EVENTS = 500;
const MAX_NODES = 500;
const MAX_PARALLEL = 3;

/** What is worst comes first. */
const SEVERITY: readonly Health[] = ['failed', 'unknown', 'warning', 'progressing'];

interface Table {
  readonly columnDefinitions?: readonly { readonly name: string }[];
  readonly rows?: readonly {
    readonly cells: readonly unknown[];
    readonly object?: { readonly metadata?: { readonly name?: string; readonly namespace?: string } };
  }[];
}

export interface Troubled {
  readonly namespace: string | undefined;
  readonly name: string;
  /** the server's own word ("NotReady", "ImagePullBackOff") */
  readonly status: string;
  readonly health: Health;
}

/** The health of a row, as the kind file reads it. */
type HealthOf = (view: RowView) => Health;

/** Names, the STATUS column of a Table and the health that its cells speak of. */
export function statusRows(table: Table, healthOf: HealthOf): Troubled[] {
  const names = (table.columnDefinitions ?? []).map(({ name }) => name);
  return (table.rows ?? []).map(({ cells, object }) => {
    const { namespace, name = String(cells[0] ?? '') } = object?.metadata ?? {};
    const cell = (column: string) => String(cells[names.indexOf(column)] ?? '');
    const row = { uid: '', namespace: namespace ?? '', name, created: 0, labels: null, cells: [], fields: [] };
    return {
      namespace,
      name,
      status: cell('Status'),
      health: healthOf({ row, cell, field: () => undefined, reads: () => false }),
    };
  });
}

/** A pod by its address. */
export interface PodName {
  readonly namespace: string;
  readonly name: string;
}

/** The pods that the cluster warned of, the latest first. */
export function podsWarnedOf(warned: readonly Warning[]): PodName[] {
  const pods = new Map<string, PodName>();
  for (const { kind, namespace, name } of warned)
    if (kind === 'Pod' && namespace !== undefined) pods.set(`${namespace}/${name}`, { namespace, name });
  return [...pods.values()].slice(0, MAX_SHOWN);
}

/** Those that fail or hang, the failed first; a pod that is named twice counts once. */
function inTrouble(pods: readonly Troubled[]): Troubled[] {
  const byName = new Map(pods.map((pod) => [`${pod.namespace}/${pod.name}`, pod]));
  return [...byName.values()]
    .filter(({ health }) => health !== 'ok' && health !== 'stopped')
    .sort((a, b) => SEVERITY.indexOf(a.health) - SEVERITY.indexOf(b.health))
    .slice(0, MAX_SHOWN);
}

/**
 * Pods that neither do their work nor have done it. A pod that crashes again and again, or is never ready, is in phase
 * Running, by which the server cannot tell it from thousands of good ones: of those the ones that it `warned` of are looked at.
 */
export async function podsInTrouble(
  cluster: string,
  scope: Scope,
  warned: readonly PodName[],
  healthOf: HealthOf,
  signal: AbortSignal,
): Promise<Troubled[]> {
  const read = async (path: string, fieldSelector: string) => {
    const query = new URLSearchParams({ fieldSelector, limit: String(MAX_SHOWN) });
    const table = await k8sJson<Table>(cluster, `${path}?${query}`, { signal, headers: { accept: TABLE } });
    return statusRows(table, healthOf);
  };
  const stuck = await mapBounded(pathsIn(scope, '/api/v1', 'pods'), MAX_PARALLEL, (path) =>
    read(path, 'status.phase!=Running,status.phase!=Succeeded'),
  );
  const known = new Set(stuck.flat().map(({ namespace, name }) => `${namespace}/${name}`));
  const others = warned.filter(({ namespace, name }) => !known.has(`${namespace}/${name}`));
  // by a list of one, which is empty and no error when the pod is gone
  const running = await mapBounded(others, MAX_PARALLEL, ({ namespace, name }) =>
    read(`/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`, `metadata.name=${name}`),
  );
  return inTrouble([...running, ...stuck].flat());
}

/** Nodes whose STATUS is more, or other, than "Ready". */
export async function nodesInTrouble(cluster: string, healthOf: HealthOf, signal: AbortSignal): Promise<Troubled[]> {
  const table = await k8sJson<Table>(cluster, `/api/v1/nodes?limit=${MAX_NODES}`, {
    signal,
    headers: { accept: TABLE },
  });
  return statusRows(table, healthOf).filter(({ health }) => health !== 'ok');
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
  return groupWarnings(pages.flatMap(({ items }) => items ?? []));
}
