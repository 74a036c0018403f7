import { k8sJson, problemOfError } from '../api-fetch.ts';
import { mapBounded } from '../map-bounded.ts';
import { textAt } from '../read-field.ts';
import {
  RBAC_GROUP,
  type RbacBinding,
  type RbacGap,
  type RbacRole,
  type RbacSnapshot,
  readBinding,
  readRole,
  roleId,
} from './rbac-snapshot.ts';
import type { Subject } from './subject.ts';

const PAGE = 500;
/** Lists at a time: browsers open six connections to one host, and others want one as well. */
const MAX_PARALLEL = 3;
const MAX_NAMESPACES = 10;
const METADATA = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json';

type Plural = RbacGap['plural'];

interface Page {
  readonly metadata?: { readonly continue?: string };
  readonly items?: readonly unknown[];
}

/** One list, or the part of it that could be read, and why there is no more. */
export interface RbacList {
  readonly plural: Plural;
  readonly items: readonly unknown[];
  readonly gaps: readonly RbacGap[];
}

const CLUSTER_WIDE: readonly Plural[] = ['clusterroles', 'clusterrolebindings'];
const NAMESPACED: readonly Plural[] = ['roles', 'rolebindings', 'serviceaccounts'];

/** Reads roles, bindings and accounts of the whole cluster with the person's own rights. What may not be read becomes a gap. */
export function readAllRbac(cluster: string, signal?: AbortSignal): Promise<readonly RbacList[]> {
  return mapBounded([...CLUSTER_WIDE, ...NAMESPACED], MAX_PARALLEL, (plural) =>
    readList(cluster, plural, undefined, signal),
  );
}

/** What was refused for the whole cluster, and may be read of single namespaces perhaps. */
export function refusedOf(lists: readonly RbacList[]): readonly Plural[] {
  return lists.filter(({ plural, gaps }) => NAMESPACED.includes(plural) && gaps.length > 0).map(({ plural }) => plural);
}

/** The same lists of single namespaces, of the first few that are named. */
export function readRbacIn(
  cluster: string,
  plurals: readonly Plural[],
  namespaces: readonly string[],
  signal?: AbortSignal,
): Promise<readonly RbacList[]> {
  const jobs = plurals.flatMap((plural) => namespaces.map((namespace) => [plural, namespace] as const));
  return mapBounded(jobs, MAX_PARALLEL, ([plural, namespace]) => readList(cluster, plural, namespace, signal));
}

/** The namespaces that are asked one by one: a storm of requests would tell no more. */
export function fewNamespaces(namespaces: readonly string[] | null): readonly string[] {
  return (namespaces ?? []).slice(0, MAX_NAMESPACES);
}

/** One picture of all that was read. `namespaces`: those that were read one by one. */
export function snapshotOfLists(found: readonly RbacList[], namespaces: readonly string[]): RbacSnapshot {
  const of = (plural: Plural) => found.filter((each) => each.plural === plural).flatMap(({ items }) => items);
  const roles: RbacRole[] = [
    ...of('clusterroles').map((item) => readRole('ClusterRole', item)),
    ...of('roles').map((item) => readRole('Role', item)),
  ];
  const bindings: RbacBinding[] = [
    ...of('clusterrolebindings').map((item) => readBinding('ClusterRoleBinding', item)),
    ...of('rolebindings').map((item) => readBinding('RoleBinding', item)),
  ];
  return {
    roles: new Map(roles.map((role) => [roleId(role.kind, role.namespace, role.name), role])),
    bindings,
    accounts: of('serviceaccounts').map(
      (item): Subject => ({
        kind: 'ServiceAccount',
        namespace: textAt(item, 'metadata.namespace'),
        name: textAt(item, 'metadata.name'),
      }),
    ),
    gaps: found.flatMap(({ gaps }) => gaps),
    namespaces: refusedOf(found).some((plural) => plural !== 'serviceaccounts') ? namespaces : null,
  };
}

async function readList(
  cluster: string,
  plural: Plural,
  namespace: string | undefined,
  signal: AbortSignal | undefined,
): Promise<RbacList> {
  const root = plural === 'serviceaccounts' ? '/api/v1' : `/apis/${RBAC_GROUP}/v1`;
  const where = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  const items: unknown[] = [];
  try {
    for (let next: string | undefined = ''; next !== undefined; ) {
      const query = new URLSearchParams({ limit: String(PAGE), ...(next === '' ? {} : { continue: next }) });
      const page: Page = await k8sJson<Page>(cluster, `${root}${where}/${plural}?${query}`, {
        ...(signal === undefined ? {} : { signal }),
        ...(plural === 'serviceaccounts' ? { headers: { accept: METADATA } } : {}),
      });
      items.push(...(page.items ?? []));
      next = page.metadata?.continue || undefined;
    }
    return { plural, items, gaps: [] };
  } catch (error) {
    if (signal?.aborted) throw error;
    return { plural, items, gaps: [{ plural, namespace, problem: problemOfError(error) }] };
  }
}
