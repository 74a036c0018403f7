import type { SessionInfo } from '@quarterdeck/shared/bff-api';
import type { QueryClient } from '@tanstack/react-query';
import { type AccessRules, rulesAllow } from '../api/access-reviews.ts';
import { parseNamespaces } from '../api/addresses.ts';
import { rulesQuery } from '../api/ask-right.ts';
import { mapBounded } from '../api/map-bounded.ts';

type Known = Pick<SessionInfo, 'user' | 'homeNamespace' | 'namespaces'>;

/** More are not asked about: who has rights in so many may list them. */
const MOST = 12;
const MAX_PARALLEL = 3;

/**
 * Namespaces in which somebody who may not list them may have rights, the likeliest first: the last used, the kubeconfig context's or the
 * token's, the ServiceAccount's own, the configured ones, those that were `seen` in this browser, default. (Those of the address come before them all: they are looked at.)
 */
export function candidateNamespaces(
  lastUsed: string | null,
  session: Known | undefined,
  seen: readonly string[] = [],
): readonly string[] {
  const own = /^system:serviceaccount:([^:]+):/.exec(session?.user.name ?? '')?.[1];
  const all = [
    ...(lastUsed === null || lastUsed === '' ? [] : (parseNamespaces(lastUsed) ?? [])),
    session?.homeNamespace ?? undefined,
    own,
    ...(session?.namespaces ?? []),
    ...seen,
    'default',
  ];
  return [...new Set(all.filter((name) => name !== undefined))].slice(0, MOST);
}

/** Whether the rules of a namespace let anything in it be seen. What is incomplete may. */
export function isReachable({ rules, incomplete }: AccessRules): boolean {
  // what everybody has are reviews of themselves, which are only ever created
  return incomplete || rules.some(({ verbs = [] }) => ['get', 'list', '*'].some((verb) => verbs.includes(verb)));
}

/** Names that the rules mention as namespaces to be read: a role can name what nobody may list. */
function namedIn({ rules }: AccessRules): readonly string[] {
  return rules.flatMap(({ resourceNames = [], ...rule }) => {
    const reads = rulesAllow([rule], { verb: 'get', group: '', resource: 'namespaces' });
    return reads ? resourceNames : [];
  });
}

/** The first candidate in which the person may see something; the first of all where there is none. Asks for rules one by one. */
export async function firstReachable(
  client: QueryClient,
  cluster: string,
  candidates: readonly string[],
): Promise<string | undefined> {
  for (const name of candidates) {
    const rules = await client.fetchQuery(rulesQuery(cluster, name)).catch(() => undefined);
    // nobody answers: the page itself says it
    if (rules === undefined || isReachable(rules)) return name;
  }
  return candidates[0];
}

/** Those of the candidates, and of the namespaces that the person's rules mention, in which they may see something. */
export async function reachable(
  client: QueryClient,
  cluster: string,
  candidates: readonly string[],
): Promise<readonly string[]> {
  const rulesOf = (name: string) => client.fetchQuery(rulesQuery(cluster, name)).catch(() => undefined);
  const known = await mapBounded(candidates, MAX_PARALLEL, rulesOf);
  const named = known.flatMap((rules) => (rules === undefined ? [] : namedIn(rules)));
  const others = [...new Set(named)].filter((name) => !candidates.includes(name)).slice(0, MOST);
  const more = await mapBounded(others, MAX_PARALLEL, rulesOf);
  const rules = [...known, ...more];
  return [...candidates, ...others].filter((_, index) => {
    const of = rules[index];
    return of !== undefined && isReachable(of);
  });
}
