import { ProblemError, problem } from '@quarterdeck/shared/problem';
import type { QueryClient } from '@tanstack/react-query';
import { type AccessQuestion, mayI, rulesAllow, rulesIn } from './access-reviews.ts';
import { sessionStore } from './session-store.ts';

const MINUTE_MS = 60_000;

/** The person's rules in a namespace, asked for at most once a minute whoever wants to know. */
export function rulesQuery(cluster: string, namespace: string) {
  return {
    queryKey: ['access', cluster, 'rules', namespace],
    queryFn: () => rulesIn(cluster, namespace),
    staleTime: MINUTE_MS,
    gcTime: MINUTE_MS,
    refetchOnWindowFocus: false,
  };
}

/** One right of the person, asked for at most once a minute. */
export function reviewQuery(cluster: string, question: AccessQuestion) {
  const { verb, group, resource, subresource, namespace, name } = question;
  return {
    queryKey: ['access', cluster, 'review', verb, group, resource, subresource, namespace, name],
    queryFn: () => mayI(cluster, question),
    staleTime: MINUTE_MS,
    gcTime: MINUTE_MS,
    refetchOnWindowFocus: false,
  };
}

/** Whether the person may list whatever there is: who may is asked nothing more about lists. */
export function everythingQuery(cluster: string) {
  return reviewQuery(cluster, { verb: 'list', group: '*', resource: '*' });
}

/**
 * Whether the person has a right: by the rules of its namespace, which answer for all actions there at once, and by a question of its
 * own at the cluster scope or where the rules do not tell all (webhooks cannot list theirs). Rejects when nobody answers. What is
 * remembered goes with the session: the app's query client forgets it when another person signs in.
 */
export async function askRight(client: QueryClient, cluster: string, question: AccessQuestion): Promise<boolean> {
  if (question.namespace !== undefined) {
    const known = await client.fetchQuery(rulesQuery(cluster, question.namespace)).catch(() => undefined);
    if (known !== undefined) {
      if (rulesAllow(known.rules, question)) return true;
      if (!known.incomplete) return false;
    }
  }
  return client.fetchQuery(reviewQuery(cluster, question));
}

/**
 * Rejects as the API server would where a list is known to be refused in one of the namespaces (null: not asked), so that a page which
 * asks again and again does not ask in vain.
 */
export async function requireList(
  client: QueryClient,
  cluster: string,
  { group, resource }: { readonly group: string; readonly resource: string },
  namespaces: readonly string[] | null,
): Promise<void> {
  for (const namespace of namespaces ?? []) {
    const question = { verb: 'list', group, resource, namespace };
    if (await askRight(client, cluster, question).catch(() => true)) continue;
    const user = sessionStore.session(cluster)?.user.name ?? '';
    const params = { user, verb: 'list', resource: group === '' ? resource : `${resource}.${group}`, namespace };
    throw new ProblemError(problem('qd.api.forbidden', 'The API server refuses this', { params }));
  }
}
