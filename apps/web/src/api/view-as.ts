import type { ViewAsBody } from '@quarterdeck/shared/bff-api';
import { apiFetch } from './api-fetch.ts';

const path = (cluster: string) => `/api/clusters/${encodeURIComponent(cluster)}/session/view-as`;

/** Sees the cluster as somebody else from now on. The page must be read anew after it: nothing that was shown before is theirs. */
export async function viewAs(cluster: string, body: ViewAsBody): Promise<void> {
  await apiFetch(path(cluster), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Sees the cluster with one's own eyes again; the page must be read anew after it. */
export async function endViewAs(cluster: string): Promise<void> {
  await apiFetch(path(cluster), { method: 'DELETE' });
}
