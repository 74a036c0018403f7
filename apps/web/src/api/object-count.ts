import { k8sJson } from './api-fetch.ts';
import { mapBounded } from './map-bounded.ts';

/** What is looked at: the whole cluster (null), or some namespaces. */
export type Scope = readonly string[] | null;

const MAX_PARALLEL = 3;

/** Asks for the server's Table. */
export const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

interface FirstPage {
  readonly metadata?: { readonly continue?: string; readonly remainingItemCount?: number };
  readonly rows?: readonly unknown[];
}

/** The paths of a namespaced resource in a scope. */
export function pathsIn(scope: Scope, prefix: string, plural: string): string[] {
  if (scope === null) return [`${prefix}/${plural}`];
  return scope.map((namespace) => `${prefix}/namespaces/${encodeURIComponent(namespace)}/${plural}`);
}

/** A number of objects; `least`: there are more, and the server does not say how many. */
export interface Count {
  readonly number: number;
  readonly least: boolean;
}

/** How many objects there are, from a first page: its own, and the server's count of the rest. */
export function countOf({ rows, metadata }: FirstPage): Count {
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
      await k8sJson<FirstPage>(cluster, `${path}?limit=1&includeObject=None`, { signal, headers: { accept: TABLE } }),
    ),
  );
  return {
    number: counts.reduce((sum, each) => sum + each.number, 0),
    least: counts.some(({ least }) => least),
  };
}
