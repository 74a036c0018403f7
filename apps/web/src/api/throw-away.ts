import type { ThrownAwayPod } from '@quarterdeck/shared/bff-api';
import { ProblemError, problem } from '@quarterdeck/shared/problem';
import { apiFetch } from './api-fetch.ts';

/**
 * Makes a pod that Quarterdeck deletes when the last terminal in it has ended, also when this browser is gone by then. A terminal is
 * to be opened with its id within a minute.
 */
export async function makeThrowAwayPod(cluster: string, namespace: string, pod: object): Promise<ThrownAwayPod> {
  const response = await apiFetch(`/api/clusters/${encodeURIComponent(cluster)}/throw-away`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ namespace, pod }),
  });
  const made = (await response.json()) as Partial<ThrownAwayPod> | null;
  if (typeof made?.id === 'string' && typeof made.name === 'string' && typeof made.uid === 'string')
    return { id: made.id, namespace, name: made.name, uid: made.uid };
  throw new ProblemError(problem('qd.cluster.bad-answer', 'The answer names no pod'));
}
