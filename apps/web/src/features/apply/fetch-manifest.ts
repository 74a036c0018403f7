import type { FetchedUrl } from '@quarterdeck/shared/bff-api';
import { apiFetch } from '../../api/api-fetch.ts';

/** A manifest by its address, which the BFF reads: browsers may not. Rejects with a ProblemError. */
export async function fetchManifest(cluster: string, url: string): Promise<FetchedUrl> {
  const response = await apiFetch(`/api/clusters/${encodeURIComponent(cluster)}/fetch-url`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url }),
  });
  return (await response.json()) as FetchedUrl;
}
