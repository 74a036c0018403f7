import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type AccessRules, rulesAllow } from '../api/access-reviews.ts';
import { everythingQuery, reviewQuery, rulesQuery } from '../api/ask-right.ts';
import type { DiscoveredResource } from '../api/kube-object.ts';
import { mapBounded } from '../api/map-bounded.ts';

const MINUTE_MS = 60_000;
const MAX_PARALLEL = 3;
/** More doubtful kinds than this are shown unasked: their page says it when they are denied. */
const MAX_QUESTIONS = 40;

/**
 * Which cluster-wide kinds must be asked for one by one. The rules of a namespace hold those of the whole cluster too, so a
 * kind that they do not allow is surely denied, unless an authoriser cannot list its rules.
 */
export function doubtful(resources: readonly DiscoveredResource[], rules: AccessRules): readonly DiscoveredResource[] {
  return resources
    .filter((resource) => !resource.namespaced && resource.verbs.includes('list'))
    .filter((resource) => rules.incomplete || rulesAllow(rules.rules, { ...resource, verb: 'list' }))
    .slice(0, MAX_QUESTIONS);
}

/** What is known about rights to list: everything (admin), or the rules of one namespace and the answers one by one. */
export interface ListRights {
  readonly everything: boolean;
  readonly rules?: AccessRules | undefined;
  readonly clusterWide?: ReadonlyMap<string, boolean> | undefined;
}

/**
 * Whether a kind is surely not listable; while nothing is known, it is not said. `anyHere`: whether the person may list any
 * kind at all in the namespace. Where they may not, hiding everything would leave no way out: the page says it instead.
 */
export function deniesList(
  resource: DiscoveredResource,
  rights: ListRights,
  namespaces: readonly string[] | null,
  anyHere: boolean,
): boolean {
  if (rights.everything || rights.rules === undefined) return false;
  const allowedByRules = rulesAllow(rights.rules.rules, { ...resource, verb: 'list' });
  if (resource.namespaced) return anyHere && !allowedByRules && !rights.rules.incomplete && namespaces?.length === 1;
  const answer = rights.clusterWide?.get(`${resource.group}/${resource.resource}`);
  return answer === undefined ? !allowedByRules && !rights.rules.incomplete : !answer;
}

/**
 * Which kinds the person may surely not list. One question for those who may list everything; one more, and one for each
 * cluster-wide kind that the rules leave open, for the others. Answers are kept for a minute. `usable`: they may list
 * something in these namespaces; `known`: what is said of namespaced kinds will not change any more.
 */
export function useListRights(
  cluster: string,
  resources: readonly DiscoveredResource[],
  namespaces: readonly string[] | null,
  homeNamespace: string,
): { denies: (resource: DiscoveredResource) => boolean; usable: boolean; known: boolean } {
  const client = useQueryClient();
  const everything = useQuery(everythingQuery(cluster));
  const namespace = namespaces?.[0] ?? homeNamespace;
  const rules = useQuery({
    ...rulesQuery(cluster, namespace),
    enabled: everything.data === false,
  });
  const open = useMemo(() => (rules.data ? doubtful(resources, rules.data) : []), [resources, rules.data]);
  const clusterWide = useQuery({
    queryKey: ['access', cluster, 'cluster-wide', open.map(({ group, resource }) => `${group}/${resource}`)],
    queryFn: async () => {
      const answers = await mapBounded(open, MAX_PARALLEL, async ({ group, resource }) => {
        const question = { verb: 'list', group, resource };
        return [`${group}/${resource}`, await client.fetchQuery(reviewQuery(cluster, question))] as const;
      });
      return new Map(answers);
    },
    staleTime: MINUTE_MS,
    enabled: open.length > 0,
  });
  return useMemo(() => {
    const rights = { everything: everything.data === true, rules: rules.data, clusterWide: clusterWide.data };
    const anyHere = resources.some(
      (resource) =>
        resource.namespaced && rules.data !== undefined && rulesAllow(rules.data.rules, { ...resource, verb: 'list' }),
    );
    return {
      denies: (resource) => deniesList(resource, rights, namespaces, anyHere),
      usable: everything.data === true || anyHere || rules.data?.incomplete === true,
      // a question that fails is answered by asking for the lists themselves
      known: everything.data === true || everything.isError || rules.data !== undefined || rules.isError,
    };
  }, [everything.data, everything.isError, rules.data, rules.isError, clusterWide.data, namespaces, resources]);
}
