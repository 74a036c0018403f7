import { useQueries, useQueryClient } from '@tanstack/react-query';
import { askRight } from '../api/ask-right.ts';
import type { AccessCheck } from './define-action.ts';

const KEPT_MS = 60_000;

function keyOf({ verb, group, resource, subresource, namespace, name, or }: AccessCheck): string {
  return JSON.stringify([verb, group, resource, subresource, namespace, name, or]);
}

/**
 * What the person may (askRight), each right asked for at most once a minute. The answer for a check: true, false, or undefined while it is
 * not known. It only decides what is offered: the server has the last word on the request itself.
 */
export function useAccess(
  cluster: string | undefined,
  checks: readonly AccessCheck[],
): (check: AccessCheck) => boolean | undefined {
  const client = useQueryClient();
  const distinct = new Map(checks.map((check) => [keyOf(check), check]));
  const keys = [...distinct.keys()];
  const answers = useQueries({
    queries: [...distinct].map(([key, { or, ...check }]) => ({
      queryKey: ['access', cluster, 'action', key],
      queryFn: async () =>
        (await askRight(client, cluster ?? '', check)) ||
        (or !== undefined && (await askRight(client, cluster ?? '', or))),
      staleTime: KEPT_MS,
      gcTime: KEPT_MS,
      refetchOnWindowFocus: false,
      retry: false,
    })),
  });
  return (check) => answers[keys.indexOf(keyOf(check))]?.data;
}
