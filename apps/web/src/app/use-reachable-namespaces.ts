import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { parseNamespaces } from '../api/addresses.ts';
import { rulesQuery } from '../api/ask-right.ts';
import { namespaceFault } from '../api/namespace-name.ts';
import { useSession } from '../api/use-session.ts';
import { useVisited } from '../api/use-visited.ts';
import { candidateNamespaces, isReachable, reachable } from './candidate-namespaces.ts';
import { lastNamespaces } from './landing.ts';

const NONE: readonly string[] = [];
const TYPING_MS = 300;

/** Namespaces in which the person has rights, as far as they can be guessed; for who may not list them. */
export function useReachableNamespaces(cluster: string, enabled: boolean): readonly string[] {
  const client = useQueryClient();
  const session = useSession(cluster);
  const { recent, favourites } = useVisited(cluster);
  const seen = [...recent, ...favourites].flatMap(({ path }) => {
    const segment = /\/namespaces\/([^/?]+)/.exec(path)?.[1];
    return segment === undefined ? [] : (parseNamespaces(decodeURIComponent(segment)) ?? []);
  });
  const candidates = candidateNamespaces(lastNamespaces(cluster), session, seen);
  const { data } = useQuery({
    queryKey: ['access', cluster, 'reachable', ...candidates],
    queryFn: () => reachable(client, cluster, candidates),
    staleTime: 60_000,
    enabled,
  });
  return data ?? NONE;
}

/** Whether it is known that the person may see nothing in the namespace that is being typed; asks once the typing rests. */
export function useNothingThere(cluster: string, typed: string): boolean {
  const [rested, setRested] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setRested(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const { data } = useQuery({
    ...rulesQuery(cluster, rested),
    enabled: rested === typed && rested !== '' && namespaceFault(rested) === undefined,
  });
  return rested === typed && data !== undefined && !isReachable(data);
}
